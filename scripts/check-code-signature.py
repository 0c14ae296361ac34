#!/usr/bin/env python3
"""Checks code signatures of Mach-O files, .app folders and .ipa packages, independently of Slipway.

Shares no code with it: headers, CodeDirectories, blobs and seals are read anew here, and `openssl cms` judges the CMS
signature. Prints a line for each architecture and each bundle, below it what is wrong, and exits 1 if anything is.

    check-code-signature.py [--ca ROOT.pem] FILE.ipa | FOLDER.app | MACH-O …

Without --ca the signer's chain is not looked at.
"""

import argparse
import hashlib
import os
import plistlib
import re
import stat
import struct
import subprocess
import sys
import tempfile
import zipfile

UNIVERSAL, MAGIC_32, MAGIC_64 = 0xCAFEBABE, 0xFEEDFACE, 0xFEEDFACF
SUPERBLOB, DIRECTORY, WRAPPER = 0xFADE0CC0, 0xFADE0C02, 0xFADE0B01
REQUIREMENTS, ENTITLEMENTS, ENTITLEMENTS_DER = 0xFADE0C01, 0xFADE7171, 0xFADE7172
HASHES = {1: ("sha1", 20), 2: ("sha256", 32), 3: ("sha256", 20), 4: ("sha384", 48), 5: ("sha512", 64)}
SLOT_NAMES = {1: "Info.plist", 2: "requirements", 3: "CodeResources", 5: "entitlements", 7: "DER entitlements"}
BLOB_MAGICS = {0: DIRECTORY, 2: REQUIREMENTS, 5: ENTITLEMENTS, 7: ENTITLEMENTS_DER, 0x10000: WRAPPER}
CPUS = {(7, None): "i386", (0x01000007, None): "x86_64", (12, 9): "armv7", (12, 11): "armv7s", (12, 12): "armv7k",
        (0x0100000C, 2): "arm64e", (0x0100000C, None): "arm64", (0x0200000C, None): "arm64_32"}
MH_EXECUTE = 2


class Flaw(Exception):
    """What makes going on pointless."""


def u32(data, offset):
    if offset < 0 or offset + 4 > len(data):
        raise Flaw(f"ends before offset {offset + 4}")
    return struct.unpack_from(">I", data, offset)[0]


def u64(data, offset):
    return u32(data, offset) << 32 | u32(data, offset + 4)


def is_code(head):
    if len(head) < 8:
        return False
    if struct.unpack(">I", head[:4])[0] == UNIVERSAL:
        return 1 <= struct.unpack(">I", head[4:8])[0] <= 20
    return struct.unpack("<I", head[:4])[0] in (MAGIC_32, MAGIC_64)


# ---------------------------------------------------------------- Mach-O


class Slice:
    """One architecture: what its load commands say."""

    def __init__(self, data):
        self.data = data
        if len(data) < 28:
            raise Flaw("no Mach-O header")
        magic, cpu, subtype, self.file_type, count, size = struct.unpack_from("<6I", data)
        if magic not in (MAGIC_32, MAGIC_64):
            raise Flaw(f"magic {magic:08x}")
        self.is_64 = magic == MAGIC_64
        subtype &= 0xFFFFFF
        self.name = CPUS.get((cpu, subtype)) or CPUS.get((cpu, None)) or f"cpu {cpu}"
        self.signature = None
        self.segments = {}
        self.embedded_info = None
        self.encrypted = False
        offset = 32 if self.is_64 else 28
        end = offset + size
        if end > len(data):
            raise Flaw("load commands longer than the file")
        for _ in range(count):
            if offset + 8 > end:
                raise Flaw("load commands longer than sizeofcmds")
            command, length = struct.unpack_from("<II", data, offset)
            if length < 8 or offset + length > end:
                raise Flaw(f"load command of {length} bytes")
            if command == 0x1D:
                self.signature = struct.unpack_from("<II", data, offset + 8)
            elif command in (1, 0x19):
                self.segment(offset, command == 0x19)
            elif command in (0x21, 0x2C):
                self.encrypted = struct.unpack_from("<I", data, offset + 16)[0] != 0
            offset += length

    def segment(self, offset, is_64):
        name = self.data[offset + 8:offset + 24].rstrip(b"\0").decode("latin-1")
        if is_64:
            memory_size, file_offset, file_size = struct.unpack_from("<QQQ", self.data, offset + 32)
            count, first, step = struct.unpack_from("<I", self.data, offset + 64)[0], offset + 72, 80
        else:
            memory_size, file_offset, file_size = struct.unpack_from("<III", self.data, offset + 28)
            count, first, step = struct.unpack_from("<I", self.data, offset + 48)[0], offset + 56, 68
        self.segments[name] = (file_offset, file_size, memory_size)
        for index in range(count):
            at = first + index * step
            if self.data[at:at + 16].rstrip(b"\0") == b"__info_plist":
                if is_64:
                    size, place = struct.unpack_from("<QI", self.data, at + 40)
                else:
                    size, place = struct.unpack_from("<II", self.data, at + 36)
                self.embedded_info = self.data[place:place + size]


def slices(data):
    if u32(data, 0) != UNIVERSAL:
        return [Slice(data)]
    found = []
    for index in range(u32(data, 4)):
        offset, size, align = (u32(data, 8 + index * 20 + field) for field in (8, 12, 16))
        if offset + size > len(data):
            raise Flaw("a slice ends behind the file")
        if align > 31 or offset % (1 << align):
            raise Flaw(f"a slice at {offset} is not aligned to 2^{align}")
        found.append(Slice(data[offset:offset + size]))
    return found


# ---------------------------------------------------------------- signature


def superblob(data):
    """The blobs by slot."""
    if u32(data, 0) != SUPERBLOB:
        raise Flaw("the signature is no SuperBlob")
    length, count = u32(data, 4), u32(data, 8)
    if length > len(data):
        raise Flaw("the SuperBlob is longer than the room for it")
    if any(data[length:]):
        raise Flaw("the room behind the SuperBlob is not empty")
    blobs, last_slot, last_end = {}, -1, 12 + count * 8
    for index in range(count):
        slot, offset = u32(data, 12 + index * 8), u32(data, 16 + index * 8)
        if slot <= last_slot:
            raise Flaw("the SuperBlob's index is not in order")
        if offset < last_end:
            raise Flaw(f"slot {slot:#x} overlaps what is before it")
        size = u32(data, offset + 4)
        if size < 8 or offset + size > length:
            raise Flaw(f"slot {slot:#x} is longer than the SuperBlob")
        blobs[slot], last_slot, last_end = data[offset:offset + size], slot, offset + size
        wanted = DIRECTORY if 0x1000 <= slot < 0x1005 else BLOB_MAGICS.get(slot)
        if wanted and u32(blobs[slot], 0) != wanted:
            raise Flaw(f"slot {slot:#x} holds a blob of kind {u32(blobs[slot], 0):08x}")
    return blobs


class Directory:
    """A CodeDirectory."""

    def __init__(self, blob):
        self.blob = blob
        self.version, self.flags, hashes, identifier, special, pages, limit = (
            u32(blob, offset) for offset in range(8, 36, 4))
        size, kind, _, self.page_log2 = blob[36:40]
        if kind not in HASHES or HASHES[kind][1] != size:
            raise Flaw(f"hash type {kind} of {size} bytes")
        self.algorithm, self.size = HASHES[kind]
        if hashes + pages * size > len(blob) or special * size > hashes:
            raise Flaw("the CodeDirectory is shorter than its hashes")
        self.limit = (u64(blob, 56) if self.version >= 0x20300 else 0) or limit
        self.identifier = self.text(identifier)
        team = u32(blob, 48) if self.version >= 0x20200 else 0
        self.team = self.text(team) if team else None
        self.exec_segment = tuple(u64(blob, o) for o in (64, 72, 80)) if self.version >= 0x20400 else None
        self.special = {slot: blob[hashes - slot * size:hashes - (slot - 1) * size]
                        for slot in range(1, special + 1)}
        self.pages = [blob[hashes + page * size:hashes + (page + 1) * size] for page in range(pages)]

    def text(self, offset):
        end = self.blob.find(b"\0", offset)
        if offset >= len(self.blob) or end < 0:
            raise Flaw("a string in the CodeDirectory has no end")
        return self.blob[offset:end].decode("utf-8", "replace")

    def hash(self, data):
        return hashlib.new(self.algorithm, data).digest()[:self.size]

    @property
    def digest(self):
        return hashlib.new(self.algorithm, self.blob).digest()

    @property
    def label(self):
        return self.algorithm.replace("sha", "SHA-")


def check_directory(code, directory, blobs, files, is_bundle):
    """What is wrong with one CodeDirectory; `files` are the Info.plist and the CodeResources, by slot."""
    flaws, where = [], directory.label
    data, limit = code.data, directory.limit
    if limit != code.signature[0]:
        flaws.append(f"{where}: covers {limit} bytes, but the signature begins at {code.signature[0]}")
    page_size = 1 << directory.page_log2 if directory.page_log2 else max(limit, 1)
    wanted = -(-limit // page_size)
    if len(directory.pages) != wanted:
        flaws.append(f"{where}: {len(directory.pages)} page hashes for {wanted} pages")
    for page, stated in enumerate(directory.pages[:wanted]):
        start = page * page_size
        if directory.hash(data[start:min(start + page_size, limit)]) != stated:
            flaws.append(f"{where}: page {page} at {start:#x} is not what was signed")
    contents = {slot: blob for slot, blob in blobs.items() if slot < 0x1000 and slot != 0}
    contents.update({slot: content for slot, content in files.items() if content is not None})
    for slot, stated in directory.special.items():
        name = SLOT_NAMES.get(slot, f"slot {slot}")
        if not any(stated):
            if slot in contents and (slot not in (1, 3) or is_bundle):
                flaws.append(f"{where}: {name} is there and not signed")
        elif slot in contents:
            if directory.hash(contents[slot]) != stated:
                flaws.append(f"{where}: {name} is not what was signed")
        elif slot not in (1, 3) or is_bundle:
            flaws.append(f"{where}: {name} is signed and not there")
    for slot in contents:
        if slot > len(directory.special) and (slot not in (1, 3) or is_bundle):
            flaws.append(f"{where}: {SLOT_NAMES.get(slot, slot)} is there and not signed")
    if directory.special and not any(directory.special[len(directory.special)]):
        flaws.append(f"{where}: the highest special slot is empty")
    if directory.exec_segment and "__TEXT" in code.segments:
        base, size, _ = code.segments["__TEXT"]
        if directory.exec_segment[1] and directory.exec_segment[:2] != (base, size):
            flaws.append(f"{where}: the executable segment is {directory.exec_segment[:2]}, __TEXT is {(base, size)}")
        if directory.exec_segment[1] and bool(directory.exec_segment[2] & 1) != (code.file_type == MH_EXECUTE):
            flaws.append(f"{where}: the executable segment's flags are {directory.exec_segment[2]:#x}")
    return flaws


def check_entitlements(blobs):
    if 5 not in blobs or 7 not in blobs:
        return []
    try:
        xml = plistlib.loads(blobs[5][8:].lstrip())
        der = entitlements_of(blobs[7][8:])
    except Exception as error:  # Whatever a reader stumbles over is a flaw of what it reads.
        return [f"entitlements cannot be read: {error}"]
    return [] if xml == der and same_kinds(xml, der) else ["the entitlements differ between XML and DER"]


def same_kinds(one, other):
    """Whether no boolean is equal to an integer."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return all(same_kinds(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return all(same_kinds(*pair) for pair in zip(one, other))
    return True


def elements(data):
    """The tags and contents of consecutive DER elements."""
    offset = 0
    while offset < len(data):
        tag, length, offset = data[offset], data[offset + 1], offset + 2
        if length >= 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[offset:offset + count], "big")
            if length < 0x80 or length >> 8 * (count - 1) == 0:
                raise Flaw("a length in DER is not the shortest")
            offset += count
        if offset + length > len(data):
            raise Flaw("DER ends too early")
        yield tag, data[offset:offset + length]
        offset += length


def entitlements_of(data):
    ((tag, content),) = elements(data)
    if tag != 0x70:
        return value_of(tag, content)
    (_, version), root = elements(content)
    if version != b"\x01":
        raise Flaw("DER entitlements of another version")
    return value_of(*root)


def value_of(tag, content):
    if tag in (0xB0, 0x31):
        pairs = []
        for _, entry in elements(content):
            (_, key), value = elements(entry)
            pairs.append((key, value_of(*value)))
        keys = [key for key, _ in pairs]
        if tag == 0xB0 and (keys != sorted(keys) or len(set(keys)) != len(keys)):
            raise Flaw("DER keys are not in order")
        return {key.decode(): value for key, value in pairs}
    if tag == 0x30:
        return [value_of(*element) for element in elements(content)]
    if tag == 0x01:
        return content != b"\0"
    if tag == 0x02:
        return int.from_bytes(content, "big", signed=True)
    if tag == 0x0C:
        return content.decode()
    raise Flaw(f"DER of tag {tag:#x}")


def check_cms(directories, blobs, authority):
    """Whether the CMS signature is over the primary directory and names all."""
    cms = blobs.get(0x10000, b"")[8:]
    if not cms:
        ad_hoc = all(directory.flags & 2 for directory in directories)
        return [] if ad_hoc else ["no CMS signature, and the ad-hoc flag is not set"]
    flaws = []
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name, content in (("signature", cms), ("directory", directories[0].blob)):
            paths[name] = os.path.join(folder, name)
            with open(paths[name], "wb") as file:
                file.write(content)
        trust = (["-CAfile", authority, "-purpose", "any", "-ignore_critical", "-no_check_time"]
                 if authority else ["-noverify"])
        result = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", paths["signature"],
             "-content", paths["directory"], "-out", os.devnull] + trust, capture_output=True, text=True)
        if result.returncode:
            lines = [line for line in result.stderr.splitlines() if line.strip()]
            flaws.append("openssl cms: " + (lines[-1] if lines else "failed"))
    # 1.2.840.113635.100.9.1 and .9.2
    if bytes.fromhex("2a864886f763640901") in cms:
        start = cms.find(b"<?xml")
        stated = plistlib.loads(cms[start:cms.find(b"</plist>", start) + 8]).get("cdhashes")
        if stated != [directory.digest[:20] for directory in directories]:
            flaws.append("the cdhashes in the CMS signature are not the directories'")
    if bytes.fromhex("2a864886f763640902") in cms:
        for directory in directories:
            if directory.digest not in cms:
                flaws.append(f"the CMS signature does not name the {directory.label} directory")
    return flaws


def check_slice(code, files, is_bundle, authority):
    """A description of the architecture's signature, and what is wrong."""
    if code.encrypted:
        return "encrypted", ["encrypted by the App Store"]
    if code.signature is None:
        return "unsigned", ["not signed"]
    start, size = code.signature
    if start + size > len(code.data):
        raise Flaw("the signature ends behind the file")
    flaws = []
    if "__LINKEDIT" in code.segments:
        offset, length, memory = code.segments["__LINKEDIT"]
        if offset + length != start + size or len(code.data) - start - size > 7:
            flaws.append("__LINKEDIT, signature and file do not end together")
        if memory < length:
            flaws.append("__LINKEDIT is larger in the file than in memory")
    blobs = superblob(code.data[start:start + size])
    if 0 not in blobs:
        raise Flaw("no CodeDirectory")
    directories = [Directory(blobs[slot]) for slot in sorted(blobs) if slot == 0 or 0x1000 <= slot < 0x1005]
    if files.get(1) is None and code.embedded_info is not None:
        files = {**files, 1: code.embedded_info}
    for directory in directories:
        flaws += check_directory(code, directory, blobs, files, is_bundle)
        if (directory.identifier, directory.team) != (directories[0].identifier, directories[0].team):
            flaws.append(f"{directory.label}: another identifier or team than the primary directory's")
    flaws += check_entitlements(blobs)
    flaws += check_cms(directories, blobs, authority)
    best = max(directories, key=lambda directory: (hashlib.new(directory.algorithm).digest_size, directory.size))
    words = [best.identifier, best.team or "no team", "+".join(directory.label for directory in directories),
             f"{len(best.pages)} pages of {1 << best.page_log2 if best.page_log2 else 'all'}",
             f"cdhash {best.digest[:20].hex()}", "CMS" if blobs.get(0x10000, b"")[8:] else "ad hoc"]
    return ", ".join(words), flaws


# ---------------------------------------------------------------- bundles


class Seal:
    """A CodeResources and what it seals."""

    def __init__(self, content):
        self.list = plistlib.loads(content)

    def rules(self, key):
        rules = []
        for pattern, value in self.list.get(key, {}).items():
            options = value if isinstance(value, dict) else {"omit": not value}
            rules.append((re.compile(pattern.encode()), options, float(options.get("weight", 1))))
        return rules

    @staticmethod
    def rule(rules, path):
        """The options of the rule with the most weight that matches; none when none does, or when it leaves the file out.

        Old seals have rules of one weight for a file, and nothing says in which order: the one that leaves it out wins.
        """
        matching = [(weight, bool(options.get("omit")), options) for pattern, options, weight in rules
                    if pattern.search(os.fsencode(path))]
        if not matching:
            return None
        _, is_left_out, options = max(matching, key=lambda rule: rule[:2])
        return None if is_left_out else options


def walk(root, rules, executable):
    """The files and links below a bundle's root that rules seal, with their rules; nested code of macOS as folders."""
    def visit(folder):
        for name in sorted(os.listdir(os.path.join(root, folder) if folder else root)):
            path = os.path.join(folder, name)
            if path in ("_CodeSignature", "CodeResources", "_MASReceipt", executable):
                continue
            full = os.path.join(root, path)
            if os.path.isdir(full) and not os.path.islink(full):
                rule = Seal.rule(rules, path)
                if rule and rule.get("nested") and "." in name:
                    yield path, rule
                # A folder that a rule leaves out is left out with everything in it.
                elif rule or not any(pattern.search(os.fsencode(path)) for pattern, _, _ in rules):
                    yield from visit(path)
            else:
                yield path, Seal.rule(rules, path)
    yield from visit("")


def check_seal(root, executable, content):
    """What differs from the seal in the files of a bundle."""
    seal, flaws = Seal(content), []
    for files_key, rules_key in (("files", "rules"), ("files2", "rules2")):
        if files_key not in seal.list:
            if files_key == "files2":
                flaws.append("there is no files2")
            continue
        stated, rules = dict(seal.list[files_key]), seal.rules(rules_key)
        for path, rule in walk(root, rules, executable):
            full = os.path.join(root, path)
            entry = stated.pop(path, None)
            if entry is None:
                # The first form knows no links.
                if rule is not None and not (files_key == "files" and os.path.islink(full)):
                    flaws.append(f"{files_key}: {path} was added")
                continue
            entry = entry if isinstance(entry, dict) else {"hash": entry}
            if not matches(full, entry):
                flaws.append(f"{files_key}: {path} is not what was sealed")
        for path, entry in stated.items():
            full = os.path.join(root, path)
            if os.path.lexists(full):
                entry = entry if isinstance(entry, dict) else {"hash": entry}
                if not matches(full, entry):
                    flaws.append(f"{files_key}: {path} is not what was sealed")
            elif not (isinstance(entry, dict) and entry.get("optional")):
                flaws.append(f"{files_key}: {path} is missing")
    return flaws


def matches(path, entry):
    if "symlink" in entry:
        return os.path.islink(path) and os.readlink(path) == entry["symlink"]
    if os.path.islink(path):
        return False
    if "requirement" in entry or "cdhash" in entry:
        return is_nested(path, entry)
    if not os.path.isfile(path):
        return False
    with open(path, "rb") as file:
        content = file.read()
    known = [(hashlib.sha1, entry.get("hash")), (hashlib.sha256, entry.get("hash2"))]
    return any(digest for _, digest in known) and all(
        function(content).digest() == digest for function, digest in known if digest is not None)


def is_nested(path, entry):
    """Whether nested code is what a seal says: one of its cdhashes, and its designated requirement."""
    known = signatures(path)
    hashes = [directory.digest[:20] for directories, _ in known for directory in directories]
    if not known or "cdhash" in entry and entry["cdhash"] not in hashes:
        return False
    stated = entry.get("requirement")
    if stated is None:
        return True
    if all(requirement is None for _, requirement in known):
        # Signed by nobody: the requirement is a choice of cdhashes.
        return any(f'cdhash H"{digest.hex()}"' in stated.split(" or ") for digest in hashes)
    return any(stated == requirement for _, requirement in known)


def signatures(path):
    """The directories and the designated requirement of each architecture of nested code: a file, or a bundle's."""
    if os.path.isdir(path):
        bundle = bundle_at(path)
        path = bundle and bundle["executable"]
    found = []
    if path and os.path.isfile(path):
        with open(path, "rb") as file:
            data = file.read()
        if is_code(data):
            for code in slices(data):
                if code.signature is None:
                    continue
                blobs = superblob(code.data[code.signature[0]:sum(code.signature)])
                directories = [Directory(blob) for slot, blob in blobs.items() if slot == 0 or 0x1000 <= slot < 0x1005]
                found.append((directories, designated(blobs.get(2))))
    return found


def designated(blob):
    """The designated requirement of a requirement set as text; none when it has none."""
    if blob is None:
        return None
    for index in range(u32(blob, 8)):
        if u32(blob, 12 + index * 8) == 3:
            start = u32(blob, 16 + index * 8)
            return Expression(blob[start:start + u32(blob, start + 4)]).text
    return None


class Expression:
    """A requirement: operators in front of what they join."""

    def __init__(self, blob):
        if u32(blob, 0) != 0xFADE0C00 or u32(blob, 8) != 1:
            raise Flaw("no requirement expression")
        self.blob, self.place = blob, 12
        self.text = self.read(0)

    def number(self):
        self.place += 4
        return u32(self.blob, self.place - 4)

    def data(self):
        size = self.number()
        content = self.blob[self.place:self.place + size]
        self.place += -(-size // 4) * 4
        return content

    def read(self, level):
        """`level` 1 is inside of `and`, where `or` needs parentheses."""
        kind = self.number()
        if kind == 2:
            return f"identifier {self.word()}"
        if kind == 3:
            return "anchor apple"
        if kind == 15:
            return "anchor apple generic"
        if kind == 4:
            return f'certificate {self.certificate()} = H"{self.data().hex()}"'
        if kind == 8:
            return f'cdhash H"{self.data().hex()}"'
        if kind == 6:
            return f"{self.read(1)} and {self.read(1)}"
        if kind == 7:
            text = f"{self.read(0)} or {self.read(0)}"
            return f"({text})" if level else text
        if kind == 11:
            return f"certificate {self.certificate()}[{self.data().decode()}]{self.match()}"
        if kind == 14:
            place = self.certificate()
            return f"certificate {place}[field.{self.oid(self.data())}]{self.match()}"
        raise Flaw(f"requirement operator {kind}")

    def word(self):
        """Text as the language has it: in quotes where it is more than a word."""
        text = self.data().decode()
        return text if re.fullmatch("[A-Za-z][A-Za-z0-9]*", text) else f'"{text}"'

    def certificate(self):
        number = self.number()
        return {0: "leaf", 0xFFFFFFFF: "root"}.get(number, str(number))

    def match(self):
        kind = self.number()
        if kind == 0:
            return " /* exists */"
        if kind == 1:
            return f" = {self.word()}"
        raise Flaw(f"match of kind {kind}")

    @staticmethod
    def oid(content):
        numbers, value = [], 0
        for byte in content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - first * 40] + numbers[1:]))


def bundle_at(folder):
    """Where the parts of a bundle are; none when the folder is no bundle with code."""
    stem = os.path.splitext(os.path.basename(folder))[0]
    if os.path.basename(os.path.dirname(folder)) == "Versions":
        return None
    places = [("", "Info.plist"), ("Contents", "Contents/Info.plist")]
    current = os.path.join(folder, "Versions", "Current")
    if os.path.islink(current):
        version = os.path.join("Versions", os.readlink(current))
        places.append((version, os.path.join(version, "Resources", "Info.plist")))
    for root, info in places:
        path = os.path.join(folder, info)
        if not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            content = file.read()
        try:
            name = plistlib.loads(content).get("CFBundleExecutable", stem)
        except Exception:
            return None
        if not isinstance(name, str) or not name or "/" in name:
            return None
        relative = "MacOS/" + name if root == "Contents" else name
        executable = os.path.join(folder, root, relative)
        if not os.path.isfile(executable):
            return None
        if name == stem and not starts_as_code(executable):
            return None
        return {"root": os.path.join(folder, root), "info": content, "relative": relative, "executable": executable}
    # Code may be a bundle by its name alone.
    if stem and stem != os.path.basename(folder) and starts_as_code(os.path.join(folder, stem)):
        return {"root": folder, "info": None, "relative": stem, "executable": os.path.join(folder, stem)}
    return None


def starts_as_code(path):
    if not os.path.isfile(path) or os.path.islink(path):
        return False
    with open(path, "rb") as file:
        return is_code(file.read(8))


# ---------------------------------------------------------------- what is asked for


class Check:
    def __init__(self, authority):
        self.authority = authority
        self.failed = False

    def report(self, what, description, flaws):
        print(f"{'bad' if flaws else 'ok '} {what}: {description}")
        for flaw in flaws[:50]:
            print(f"      {flaw}")
        if len(flaws) > 50:
            print(f"      and {len(flaws) - 50} more")
        self.failed |= bool(flaws)

    def code(self, path, name, files=None, is_bundle=False):
        with open(path, "rb") as file:
            data = file.read()
        try:
            parts = slices(data)
        except (Flaw, struct.error) as error:
            self.report(name, "unreadable", [str(error)])
            return
        for code in parts:
            try:
                description, flaws = check_slice(code, files or {}, is_bundle, self.authority)
            except (Flaw, struct.error) as error:
                description, flaws = "unreadable", [str(error)]
            self.report(f"{name} [{code.name}]", description, flaws)

    def folder(self, folder, name):
        """Every bundle, and every Mach-O file that is no bundle's executable."""
        seen = set()
        for path, _, _ in os.walk(folder):
            bundle = bundle_at(path)
            if bundle is None:
                continue
            label = os.path.relpath(path, os.path.dirname(folder))
            sealed = os.path.join(bundle["root"], "_CodeSignature", "CodeResources")
            seal = None
            if os.path.isfile(sealed):
                with open(sealed, "rb") as file:
                    seal = file.read()
            self.code(bundle["executable"], label, {1: bundle["info"], 3: seal}, is_bundle=True)
            seen.add(os.path.realpath(bundle["executable"]))
            if seal is None:
                self.report(label, "seal", ["no _CodeSignature/CodeResources"])
            else:
                try:
                    flaws = check_seal(bundle["root"], bundle["relative"], seal)
                except (Flaw, plistlib.InvalidFileException, ValueError) as error:
                    flaws = [f"CodeResources cannot be read: {error}"]
                self.report(label, "seal", flaws)
        if not seen:
            self.report(name, "folder", ["no bundle with code"])
        for path, _, names in os.walk(folder):
            for file_name in sorted(names):
                full = os.path.join(path, file_name)
                if os.path.islink(full) or not os.path.isfile(full) or os.path.realpath(full) in seen:
                    continue
                with open(full, "rb") as file:
                    head = file.read(8)
                # The companion of a debugger is never signed.
                if is_code(head) and ".dSYM/" not in full:
                    self.code(full, os.path.relpath(full, os.path.dirname(folder)))

    def package(self, path):
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                target = os.path.normpath(os.path.join(folder, entry.filename))
                if not target.startswith(folder + os.sep):
                    self.report(path, "package", [f"{entry.filename} leads out of the package"])
                    return
                mode = entry.external_attr >> 16
                if entry.is_dir():
                    os.makedirs(target, exist_ok=True)
                    continue
                os.makedirs(os.path.dirname(target), exist_ok=True)
                if stat.S_ISLNK(mode):
                    os.symlink(os.fsdecode(archive.read(entry)), target)
                else:
                    with open(target, "wb") as file:
                        file.write(archive.read(entry))
            payload = os.path.join(folder, "Payload")
            apps = [name for name in sorted(os.listdir(payload)) if name.endswith(".app")] \
                if os.path.isdir(payload) else []
            if not apps:
                self.report(path, "package", ["no Payload/*.app"])
            for name in apps:
                self.folder(os.path.join(payload, name), name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ca", metavar="FILE", help="the root, in PEM, that the signer's chain must end at")
    parser.add_argument("paths", nargs="+", metavar="FILE")
    arguments = parser.parse_args()
    check = Check(arguments.ca)
    for path in arguments.paths:
        path = path.rstrip("/")
        if os.path.isdir(path):
            check.folder(path, os.path.basename(path))
        elif not os.path.isfile(path):
            check.report(path, "unreadable", ["no such file"])
        elif zipfile.is_zipfile(path):
            check.package(path)
        else:
            check.code(path, os.path.basename(path))
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())

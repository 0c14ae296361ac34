import com.android.apksig.ApkVerifier;
import com.android.apksig.util.DataSources;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What apksig says of packages, one after the other in one JVM.
 *
 * Standard input, numbers big-endian: per package its length (uint32), the oldest and the newest API level asked about
 * (int32, -1 for none given), its bytes. Standard output: one line per package, "verified", "rejected" and the names of
 * the issues, or "unreadable" and the exception.
 */
public final class ApksigOracle {
  public static void main(String[] arguments) throws Exception {
    DataInputStream input = new DataInputStream(new BufferedInputStream(System.in, 1 << 20));
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Security.addProvider(new PssProvider());
    // apksig prints the exceptions that it turns into issues.
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    while (true) {
      int length;
      try {
        length = input.readInt();
      } catch (EOFException end) {
        return;
      }
      int oldest = input.readInt();
      int newest = input.readInt();
      byte[] bytes = new byte[length];
      input.readFully(bytes);
      output.println(verdict(bytes, oldest, newest).replaceAll("[\\p{Cntrl}]", " "));
    }
  }

  private static String verdict(byte[] bytes, int oldest, int newest) {
    try {
      ApkVerifier.Builder builder =
          new ApkVerifier.Builder(DataSources.asDataSource(ByteBuffer.wrap(bytes)));
      if (oldest >= 0) builder.setMinCheckedPlatformVersion(oldest);
      if (newest >= 0) builder.setMaxCheckedPlatformVersion(newest);
      ApkVerifier.Result result = builder.build().verify();
      if (result.isVerified()) return "verified";
      return "rejected " + result.getAllErrors().stream().map(error -> error.getIssue().name()).distinct()
          .collect(Collectors.joining(" "));
    } catch (Throwable problem) {
      boolean isAboutStamp =
          Arrays.stream(problem.getStackTrace())
              .anyMatch(frame -> frame.getClassName().toLowerCase(Locale.ROOT).contains("stamp"));
      return "unreadable " + (isAboutStamp ? "source stamp: " : "") + problem;
    }
  }

  /** RSA-PSS under the names that apksig asks for, which are Android's: the JDK has one name for all hashes. */
  private static final class PssProvider extends Provider {
    PssProvider() {
      super("Pss", "1", "RSA-PSS under the names of Android");
      for (String hash : List.of("SHA256", "SHA512")) {
        putService(
            new Service(this, "Signature", hash + "withRSA/PSS", Pss.class.getName(), null, null) {
              @Override
              public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new Pss();
              }
            });
      }
    }
  }

  private static final class Pss extends SignatureSpi {
    private final Signature pss;

    Pss() throws NoSuchAlgorithmException {
      pss = Signature.getInstance("RSASSA-PSS");
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      pss.initVerify(key);
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters)
        throws InvalidAlgorithmParameterException {
      pss.setParameter(parameters);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int start, int count) throws SignatureException {
      pss.update(bytes, start, count);
    }

    @Override
    protected void engineUpdate(byte value) throws SignatureException {
      pss.update(value);
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      return pss.verify(signature);
    }

    @Override
    protected void engineInitSign(PrivateKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineSign() {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}

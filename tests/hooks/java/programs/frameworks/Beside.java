// SPDX-License-Identifier: Apache-2.0
import io.sentry.Sentry;
import java.io.File;
import java.net.HttpURLConnection;
import java.net.URL;

/** Asks for a page, with Sentry's SDK if its address follows, and dies once a file is there. */
public class Beside {
  static void late() {
    throw new IllegalStateException("boom");
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 1) {
      Sentry.init(options -> options.setDsn(arguments[1]));
    }
    ((HttpURLConnection) new URL(arguments[0]).openConnection()).getResponseCode();
    while (!new File("go").exists()) {
      Thread.sleep(20);
    }
    late();
  }
}

// SPDX-License-Identifier: Apache-2.0
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logs errors, and dies of one that it has logged before. */
public class Julian {
  static int price(String item) {
    throw new IllegalStateException("no price for " + item);
  }

  public static void main(String[] arguments) {
    Logger logger = Logger.getLogger("shop");
    logger.setUseParentHandlers(arguments.length == 0);
    try {
      price("spoon");
    } catch (IllegalStateException error) {
      logger.log(Level.WARNING, "not yet", error);
      logger.log(Level.SEVERE, "an order failed", error);
      logger.log(Level.SEVERE, "and again", error);
      logger.severe("nothing thrown");
      logger.log(new LogRecord(Level.INFO, "fine"));
      for (StackTraceElement each : error.getStackTrace()) {
        System.out.println(each);
      }
      throw error;
    }
  }
}

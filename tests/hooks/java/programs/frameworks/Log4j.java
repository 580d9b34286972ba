// SPDX-License-Identifier: Apache-2.0
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Logs errors with Log4j 2. */
public class Log4j {
  public static void main(String[] arguments) {
    Logger logger = LogManager.getLogger("shop.orders");
    try {
      Integer.parseInt("spoon");
    } catch (NumberFormatException error) {
      logger.warn("not yet", error);
      logger.error("order {} failed", 4711, error);
      logger.fatal("again", error);
    }
    logger.error("nothing thrown");
  }
}

// SPDX-License-Identifier: Apache-2.0
package shop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application: Tomcat, DispatcherServlet, Logback. */
@SpringBootApplication
@RestController
public class Shop {
  private static final Logger LOGGER = LoggerFactory.getLogger(Shop.class);

  @GetMapping("/")
  public String home() {
    return "ok";
  }

  @GetMapping("/buy")
  public String buy() {
    throw new IllegalStateException("no price");
  }

  @GetMapping("/logged")
  public String logged() {
    try {
      return String.valueOf(Integer.parseInt("spoon"));
    } catch (NumberFormatException error) {
      LOGGER.warn("not yet", error);
      LOGGER.error("order {} failed", 4711, error);
      return "sorry";
    }
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Shop.class, arguments);
  }
}

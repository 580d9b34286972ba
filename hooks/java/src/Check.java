// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

/** Prints the version and dies: container-exception-logger --doctor looks whether that is reported. */
public final class Check {
  private Check() {}

  public static void main(String[] arguments) {
    System.out.println(System.getProperty("java.version"));
    throw new IllegalStateException("a check of the hook: nothing is wrong");
  }
}

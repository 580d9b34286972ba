// SPDX-License-Identifier: Apache-2.0
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Tests that fail. */
class ShopTest {
  @Test
  void error() {
    throw new IllegalStateException("boom");
  }

  @Test
  void failure() {
    assertEquals(1, 2);
  }
}

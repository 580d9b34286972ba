// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

/** Builds a line of JSON in ASCII. */
final class Json {
  private final StringBuilder text = new StringBuilder();

  /** Begins an object or an array: `{` or `[`. */
  Json begin(char bracket) {
    comma();
    text.append(bracket);
    return this;
  }

  Json end(char bracket) {
    text.append(bracket);
    return this;
  }

  Json key(String name) {
    string(name);
    text.append(':');
    return this;
  }

  Json string(String value) {
    comma();
    text.append('"');
    for (int i = 0; i < value.length(); ++i) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        text.append(c);
      } else {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          text.append(Character.forDigit(c >> shift & 15, 16));
        }
      }
    }
    text.append('"');
    return this;
  }

  Json number(long value) {
    comma();
    text.append(value);
    return this;
  }

  Json bool(boolean value) {
    comma();
    text.append(value);
    return this;
  }

  private void comma() {
    char last = text.length() == 0 ? '{' : text.charAt(text.length() - 1);
    if (last != '{' && last != '[' && last != ':') {
      text.append(',');
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

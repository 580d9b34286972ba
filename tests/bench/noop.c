// SPDX-License-Identifier: Apache-2.0
//
// The least that a program can do: what exec, a static start and exit cost here.

int main(void) { return 0; }

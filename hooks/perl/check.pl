# SPDX-License-Identifier: Apache-2.0
#
# Prints the version and dies: container-exception-logger --doctor looks whether that is reported.
printf "%vd\n", $^V;
die 'a check of the hook: nothing is wrong';

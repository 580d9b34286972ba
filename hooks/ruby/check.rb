# SPDX-License-Identifier: Apache-2.0
#
# Prints the version and dies: container-exception-logger --doctor looks whether that is reported.
$stdout.write(RUBY_VERSION, "\n")
raise 'a check of the hook: nothing is wrong'

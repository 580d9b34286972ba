# SPDX-License-Identifier: Apache-2.0
#
# The jar, which is built with what is shipped, if there is a JDK: each build asks anew. `environment` is only
# beside it, since a JVM that is told of an agent that is not there does not start.
if(CEL_STATIC AND with_cel-run AND NOT TARGET java-agent)
  add_custom_target(java-agent ALL
                    COMMAND ${CMAKE_COMMAND} -D HOOK=${CMAKE_SOURCE_DIR}/hooks/java
                            -D OUT=${CMAKE_BINARY_DIR}/java -P ${CMAKE_SOURCE_DIR}/packaging/java.cmake
                    VERBATIM)
endif()
install(DIRECTORY "${CMAKE_BINARY_DIR}/java" DESTINATION "${top}" COMPONENT ${component} OPTIONAL)

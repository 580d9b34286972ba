# SPDX-License-Identifier: Apache-2.0
#
# Sets CEL_COMMIT to what `cel-run --version` prints after the version: ` - git.84574b5`, or nothing for a
# source without git. It stays true when a commit is made.
set(CEL_COMMIT "")
if(EXISTS "${CMAKE_SOURCE_DIR}/.git")
  execute_process(COMMAND git rev-parse --git-path logs/HEAD --short=7 HEAD
                  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE told ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(told MATCHES "^(.+)\n([0-9a-f]+)$")
    set(log "${CMAKE_MATCH_1}")
    set(CEL_COMMIT " - git.${CMAKE_MATCH_2}")
    cmake_path(ABSOLUTE_PATH log BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
    if(EXISTS "${log}")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${log}")
    endif()
  endif()
endif()

# SPDX-License-Identifier: Apache-2.0
#
# Builds the agent of hooks/java with its `environment` into a folder, from its sources and those of ASM,
# which come from Maven Central and get a package of our own: a program may have another ASM.
#
#   cmake -D HOOK=hooks/java -D OUT=FOLDER -P packaging/java.cmake
#
# Without a JDK, Maven or ASM it says so and leaves no folder: volumes then have no hook for Java.
cmake_minimum_required(VERSION 3.25)
set(version 9.9.1)
set(digest 057e39aa1800b25bc8944846a376509990f49b7fe1e07192b1d6e48e1a780eb2)
set(name asm-${version}-sources.jar)
set(kept $ENV{XDG_CACHE_HOME})
if(NOT kept)
  set(kept $ENV{HOME}/.cache)
endif()
set(kept ${kept}/container-exception-logger/${name})

function(without why)
  file(REMOVE_RECURSE "${OUT}")
  message(STATUS "No hook for Java: ${why}")
endfunction()

find_program(javac javac)
find_program(jar jar)
find_program(maven mvn)
if(NOT javac OR NOT jar OR NOT maven)
  without("it needs a JDK and Maven (apt-get install default-jdk-headless maven)")
  return()
endif()

file(GLOB sources "${HOOK}/src/*.java")
set(state ${version})
foreach(each IN LISTS sources ITEMS "${HOOK}/environment" "${CMAKE_CURRENT_LIST_FILE}")
  file(SHA256 "${each}" hash)
  string(APPEND state " ${hash}")
endforeach()
set(built "")
if(EXISTS "${OUT}.work/state" AND EXISTS "${OUT}/cel.jar")
  file(READ "${OUT}.work/state" built)
endif()
if(built STREQUAL state)
  return()
endif()

if(NOT EXISTS "${kept}")
  get_filename_component(folder "${kept}" DIRECTORY)
  execute_process(
    COMMAND "${maven}" --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy
            -Dartifact=org.ow2.asm:asm:${version}:jar:sources "-DoutputDirectory=${folder}/asm.part"
    TIMEOUT 300 RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
  set(got "")
  if(EXISTS "${folder}/asm.part/${name}")
    file(SHA256 "${folder}/asm.part/${name}" got)
  endif()
  if(got STREQUAL digest)
    file(RENAME "${folder}/asm.part/${name}" "${kept}")
  endif()
  file(REMOVE_RECURSE "${folder}/asm.part")
  if(NOT EXISTS "${kept}")
    without("Maven does not bring org.ow2.asm:asm:${version}: ${failed} ${said}")
    return()
  endif()
endif()

# Its package becomes container_exception_logger.asm, ours is above it; javac compiles what ours refers to.
file(REMOVE_RECURSE "${OUT}.work" "${OUT}")
file(ARCHIVE_EXTRACT INPUT "${kept}" DESTINATION "${OUT}.work/asm")
set(top "${OUT}.work/source/container_exception_logger")
file(GLOB of_asm "${OUT}.work/asm/org/objectweb/asm/*.java")
foreach(each IN LISTS of_asm sources)
  file(READ "${each}" text)
  string(REPLACE "org.objectweb.asm" "container_exception_logger.asm" text "${text}")
  string(REPLACE "@Deprecated(forRemoval = false)" "@Deprecated" text "${text}") # which Java 8 lacks
  get_filename_component(file "${each}" NAME)
  if(each IN_LIST sources)
    file(WRITE "${top}/${file}" "${text}")
  else()
    file(WRITE "${top}/asm/${file}" "${text}")
  endif()
endforeach()
file(WRITE "${OUT}.work/manifest" "Premain-Class: container_exception_logger.Agent\n"
                                  "Can-Retransform-Classes: true\n")
execute_process(
  COMMAND "${javac}" --release 8 -Xlint:-options -nowarn -proc:none -encoding UTF-8 -g:source,lines
          -sourcepath "${OUT}.work/source" -d "${OUT}.work/classes" "${top}/Agent.java" "${top}/Deaths.java"
          "${top}/Check.java" "${top}/Logged.java"
  RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT failed)
  file(MAKE_DIRECTORY "${OUT}")
  execute_process(COMMAND "${jar}" cfm "${OUT}/cel.jar" "${OUT}.work/manifest" -C "${OUT}.work/classes" .
                  RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
endif()
if(failed)
  without("${javac} cannot build it:\n${said}")
  return()
endif()
file(COPY "${HOOK}/environment" DESTINATION "${OUT}")
file(WRITE "${OUT}.work/state" "${state}")

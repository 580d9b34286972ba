# SPDX-License-Identifier: Apache-2.0
#
# Python's hook lies at the top of the volume, which PYTHONPATH names, as does what ABRT's volumes had there.
install(DIRECTORY hooks/python/top/ DESTINATION "${top}" COMPONENT ${component} PATTERN "__pycache__" EXCLUDE)
foreach(name IN ITEMS sitecustomize usercustomize)
  install(FILES python/src/container_exception_logger/__init__.py DESTINATION "${top}" RENAME ${name}.py
          COMPONENT ${component})
endforeach()
install(DIRECTORY python/src/container_exception_logger DESTINATION "${top}" COMPONENT ${component}
        PATTERN "__pycache__" EXCLUDE PATTERN "*.egg-info" EXCLUDE)
install(CODE "execute_process(COMMAND \"${CMAKE_SOURCE_DIR}/python/bytecode.sh\"
                                      \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${top}\")"
        COMPONENT ${component})

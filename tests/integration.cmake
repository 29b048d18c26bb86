# Daemons against real, private Redis servers. One program a subject; they may run side by side.
find_program(REDIS_SERVER redis-server)
find_package(Python3 COMPONENTS Interpreter)
if(REDIS_SERVER AND Python3_FOUND)
  foreach(name two_daemons kill9 bad_input poison duplicates group_lost redis_restart server_errors signals model_reload)
    add_test(NAME integration.${name}
      COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/integration/${name}.py)
    set_tests_properties(integration.${name} PROPERTIES LABELS integration TIMEOUT 180 ENVIRONMENT
      "PYTHONPATH=${CMAKE_CURRENT_SOURCE_DIR}/support;SOURCE_DIR=${CMAKE_SOURCE_DIR};INQUIRYD=$<TARGET_FILE:inquiryd>;INQUIRYCTL=$<TARGET_FILE:inquiryctl>;REDIS_SERVER=${REDIS_SERVER}")
  endforeach()
else()
  message(STATUS "redis-server or python3 is missing: no integration tests")
endif()

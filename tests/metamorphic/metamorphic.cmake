# The verdict must not hang on how an inquiry is written, wrapped or sent. Included by tests/CMakeLists.txt.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
  add_test(NAME metamorphic COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/metamorphic/metamorphic.py
    $<TARGET_FILE:inquiryctl> ${CMAKE_SOURCE_DIR}/conf ${CMAKE_SOURCE_DIR})
  set_tests_properties(metamorphic PROPERTIES LABELS metamorphic TIMEOUT 600)
endif()

# Warnings and hardening that every target of this project is compiled with.
add_library(project_flags INTERFACE)
target_compile_options(project_flags INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum -Wvla -Wformat=2
  -fstack-protector-strong -fno-common)
target_compile_definitions(project_flags INTERFACE _GNU_SOURCE)
if(INQUIRYD_WERROR)
  target_compile_options(project_flags INTERFACE -Werror)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported()
target_link_options(project_flags INTERFACE -Wl,-z,relro -Wl,-z,now)
if(INQUIRYD_SANITIZE)
  target_compile_options(project_flags INTERFACE -fsanitize=${INQUIRYD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(project_flags INTERFACE -fsanitize=${INQUIRYD_SANITIZE})
elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Debian's glibc headers want optimisation for _FORTIFY_SOURCE; gcc 12 and clang 14 know level 3.
  target_compile_options(project_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
if(INQUIRYD_COVERAGE)
  target_compile_options(project_flags INTERFACE --coverage)
  target_link_options(project_flags INTERFACE --coverage)
endif()

# SPDX-License-Identifier: GPL-3.0-or-later
# resources/proto/*.proto as C++: orrery_messages. Generated code is nobody's to mend, so it is not
# `strict` and its headers are the system's. Only engine/model links it; orrery-runner, which is
# static, does not.
find_package(Protobuf 3.21 REQUIRED)
set(messages ${CMAKE_BINARY_DIR}/generated/messages)
file(MAKE_DIRECTORY ${messages})
set(generated)
foreach(name orrery droplet)
    set(proto ${CMAKE_SOURCE_DIR}/resources/proto/${name}.proto)
    add_custom_command(OUTPUT ${messages}/${name}.pb.cc ${messages}/${name}.pb.h
        COMMAND protobuf::protoc --proto_path=${CMAKE_SOURCE_DIR}/resources/proto --cpp_out=${messages} ${proto}
        DEPENDS ${proto} VERBATIM)
    list(APPEND generated ${messages}/${name}.pb.cc)
endforeach()
add_library(orrery_messages STATIC ${generated})
target_include_directories(orrery_messages SYSTEM PUBLIC ${messages})
target_link_libraries(orrery_messages PUBLIC protobuf::libprotobuf)
set_target_properties(orrery_messages PROPERTIES POSITION_INDEPENDENT_CODE ON)

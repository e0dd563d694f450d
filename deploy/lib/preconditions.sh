# What must be true of the machine before a step is worth starting; each failure is one clear sentence.
# shellcheck shell=sh

# shellcheck disable=SC2034 # both are read by the parts that come after
INSTALLATION_MB=3072 # the virtual environment takes 1.3 GB, pip's downloads and the demo the rest
# shellcheck disable=SC2034
CATALOGUE_MB=512 # the demo's files take 260 MB (2026-11-25)

require_platform() { # the pins are for this platform only: elsewhere pip would skip them without a word
    platform=$(uname -s)-$(uname -m)
    [ "$platform" = Linux-x86_64 ] || give_up \
        "Các thư viện được khóa phiên bản cho Linux x86_64, máy này là $platform." \
        "The pinned libraries are for Linux on x86_64, this machine is $platform."
}

require_free_disk() { # FOLDER MEGABYTES
    free_mb=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    [ "$free_mb" -ge "$2" ] || give_up \
        "Ổ đĩa chứa $1 chỉ còn $free_mb MB trống, cần ít nhất $2 MB; hãy giải phóng thêm rồi chạy lại." \
        "The disk that holds $1 has only $free_mb MB free, at least $2 MB are needed; make room and run this again."
}

require_free_port() { # HOST PORT; needs SYSTEM_PYTHON
    case $2 in
        '' | *[!0-9]* | ??????*)
            give_up "DISANSO_PORT phải là một số cổng, không phải \"$2\"." "DISANSO_PORT must be a port number, not \"$2\"."
            ;;
    esac
    "$SYSTEM_PYTHON" - "$1" "$2" 2>/dev/null <<'PYTHON' && return
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind((host, port))
PYTHON
    give_up \
        "Không mở được cổng $2 trên $1, có lẽ một chương trình khác đang dùng; hãy chọn cổng khác, ví dụ: DISANSO_PORT=$(($2 + 1)) make demo" \
        "Port $2 on $1 cannot be opened, another program probably has it; choose another, for example: DISANSO_PORT=$(($2 + 1)) make demo"
}

says_no_network() { # LOG
    grep -qE 'Temporary failure|Could not resolve|Could not connect|Unable to connect|NewConnectionError|ConnectTimeout|ReadTimeout|Name or service not known|Network is unreachable|ProxyError' "$1"
}

give_up_without_network() {
    give_up \
        "Không kết nối được tới kho phần mềm; hãy kiểm tra mạng rồi chạy lại, phần đã cài vẫn giữ nguyên." \
        "The software repositories cannot be reached; check the network and run this again, what is installed stays."
}

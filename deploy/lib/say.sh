# What a script tells a person: each sentence in Vietnamese, then in English.
# shellcheck shell=sh

say() { # VIETNAMESE ENGLISH
    printf '%s\n%s\n' "$1" "$2"
}

give_up() { # VIETNAMESE ENGLISH: the reason, then the end of the script with a non-zero code
    printf '\n%s\n%s\n' "$1" "$2" >&2
    exit 1
}

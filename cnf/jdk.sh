# Finds a JDK; sourced by ./sendwright, ./check and .ci/run. No JVM is started for it: each JDK has a file
# "release" that says what it is.

SENDWRIGHT_LEAST_JAVA=25

# Whether $1 is the folder of a JDK that is new enough.
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    local line
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                line=${line#*\"}
                line=${line%%[!0-9]*}
                [ -n "$line" ] && [ "$line" -ge "$SENDWRIGHT_LEAST_JAVA" ]
                return
                ;;
        esac
    done < "$1/release"
    return 1
}

# Sets JDK to the folder of a JDK that is new enough; fails when there is none.
find_jdk() {
    local candidate compiler
    for candidate in "${JAVA_HOME_25:-}" "${JAVA_HOME:-}"; do
        if [ -n "$candidate" ] && is_jdk "$candidate"; then
            JDK=$candidate
            return 0
        fi
    done
    compiler=$(command -v javac) && compiler=$(readlink -f "$compiler" 2>/dev/null) &&
        candidate=${compiler%/bin/javac} && is_jdk "$candidate" && JDK=$candidate && return 0
    for candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /opt/java/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* \
        "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if is_jdk "$candidate"; then
            JDK=$candidate
            return 0
        fi
    done
    return 1
}

# Says how to get a JDK and ends with the code for "cannot start".
no_jdk() {
    cat >&2 <<'TEXT'
sendwright: SW-HOST-007 no JDK 25 or newer was found: not in JAVA_HOME_25, JAVA_HOME, the path, or the usual folders.
Install one, such as Eclipse Temurin 25 (https://adoptium.net), by
    sdk install java 25-tem                     with SDKMAN, on Linux and macOS
    brew install --cask temurin@25              with Homebrew, on macOS
or unpack its archive anywhere and set JAVA_HOME_25 to that folder. See docs/errors/SW-HOST-007.md.
TEXT
    exit 3
}

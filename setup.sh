#!/bin/sh
# Makes .venv ready, system libraries included. The Makefile calls it before everything else.
#
#   sh setup.sh          set up what is missing; returns at once when nothing is
#   sh setup.sh --plan   only say what would be installed
#
# Plain POSIX sh, so that it runs with dash, bash and macOS' sh. CC, PKG_CONFIG and PYTHON may name other programs.
set -eu
cd "$(dirname "$0")"

VENV=.venv
# Everything that pip installs, each file pinned with its hashes: pip itself and what builds packages; what Nabla is
# written with; what is installed for its files alone, without what it would depend on.
BUILD_LOCK=requirements-build.lock
LOCK=requirements.lock
FILES_LOCK=requirements-reveal.lock
READY=$VENV/.ready       # written last, and only when all went well: what the environment was made from
STARTED=$VENV/.started   # there while the set-up runs; found at the start, it tells of one that was broken off
PKG_CONFIG=${PKG_CONFIG:-pkg-config}
CC=${CC:-cc}
CLEAR=                   # on a terminal, what wipes the line that tells of progress
[ ! -t 2 ] || CLEAR=$(printf '\033[K')

say() { printf '%snabla: %s\n' "$CLEAR" "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The inputs of the environment, and the folder that its scripts have written into them.
inputs() { pwd; cksum "$BUILD_LOCK" "$LOCK" "$FILES_LOCK" pyproject.toml setup.sh; }

is_ready() { [ -f "$READY" ] && [ "$(cat "$READY")" = "$(inputs)" ] && "$VENV/bin/python" -c '' 2>/dev/null; }

# --- what the machine has ---------------------------------------------------------------------------------------

is_python() { have "$1" && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
        if is_python "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

compiles() { # compiles HEADER [FLAG...]: is the header there for the C compiler?
    header=$1
    shift
    printf '#include <%s>\nint main(void) { return 0; }\n' "$header" | "$CC" "$@" -x c -fsyntax-only - 2>/dev/null
}

has_library() { have "$PKG_CONFIG" && "$PKG_CONFIG" --exists "$1"; }

can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

has_python_headers() { compiles Python.h "-I$("$1" -c 'import sysconfig; print(sysconfig.get_path("include"))')"; }

is_system_python() { case $(command -v "$1") in /bin/* | /usr/bin/*) ;; *) false ;; esac; }

minor_version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

# pycairo and manimpango are built here on Linux, which takes a compiler and the headers of cairo and pango.
missing_libraries() { # missing_libraries COMPILER PKG_CONFIG CAIRO PANGO: echo those of the names that are missing
    compiles stdio.h || echo "$1"
    have "$PKG_CONFIG" || echo "$2"
    has_library cairo || echo "$3"
    has_library pangocairo || echo "$4"
}

missing_debian() {
    missing_libraries "gcc libc6-dev" pkg-config libcairo2-dev libpango1.0-dev
    python=$(find_python)
    if [ -z "$python" ]; then
        debian=$(debian_python)
        echo "$debian $debian-venv $debian-dev"
    else
        can_make_venv "$python" || echo "python$(minor_version "$python")-venv"
        # Without a compiler the headers cannot be tried: those of Debian's own Python come as a package.
        has_python_headers "$python" || ! is_system_python "$python" || echo "python$(minor_version "$python")-dev"
    fi
}

debian_python() { # the newest Python that apt knows and that Nabla was tried with
    for candidate in python3.13 python3.12 python3.11; do
        if apt-cache show "$candidate" >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    echo python3.11
}

missing_homebrew() {
    missing_libraries "" pkgconf cairo pango
    [ -n "$(find_python)" ] || echo python@3.13
}

one_line() { tr '\n' ' ' | sed 's/  */ /g; s/^ //; s/ $//'; }

# --- set-up -----------------------------------------------------------------------------------------------------

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

need_root_for() {
    [ "$(id -u)" -eq 0 ] || have sudo || die "this takes root, and there is no sudo. Have it run once as root: $*"
}

install_system_packages() {
    if have apt-get; then
        if [ -z "$(find_python)" ] && [ -z "$plan_only" ]; then
            say "there is no Python 3.11 or later: reading apt's package lists to find one"
            need_root_for "apt-get update"
            as_root apt-get update -qq
        fi
        packages=$(missing_debian | one_line)
        [ -n "$packages" ] || return 0
        say "to be installed with apt-get: $packages"
        [ -z "$plan_only" ] || return 0
        need_root_for "apt-get install $packages"
        as_root apt-get update -qq
        # shellcheck disable=SC2086 # one word per package
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null ||
            die "apt-get could not install: $packages"
    elif [ "$(uname)" = Darwin ]; then # not tested on a Mac yet
        compiles stdio.h || die "there is no C compiler. Type: xcode-select --install"
        have brew || die "Homebrew is missing. Get it from https://brew.sh, then run this again."
        packages=$(missing_homebrew | one_line)
        [ -n "$packages" ] || return 0
        say "to be installed with Homebrew: $packages"
        [ -z "$plan_only" ] || return 0
        # shellcheck disable=SC2086 # one word per package
        brew install --quiet $packages
    else
        missing=$(missing_libraries "a C compiler," "pkg-config," "cairo's headers," "pango's headers," | one_line)
        [ -z "$missing" ] || die "missing: ${missing%,}. Install them with this system's package manager, then run this again."
    fi
}

make_environment() {
    python=$(find_python)
    [ -n "$python" ] || die "Nabla needs Python 3.11 or later. Install one, or name it: PYTHON=/path/to/python3.12 make …"
    if [ -e "$STARTED" ] || ! is_python "$VENV/bin/python" || ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        say "making $VENV with $("$python" --version)"
        rm -rf "$VENV"
        mkdir "$VENV"
        touch "$STARTED"
        "$python" -m venv "$VENV"
    fi
    touch "$STARTED"
    rm -f "$READY"
    say "installing Python packages: about two minutes the first time, and 300 MB to fetch"
    install_locked "$BUILD_LOCK"
    install_locked "$LOCK"
    install_locked "$FILES_LOCK" --no-deps
    say "installing Nabla itself, from this folder"
    # In silence, since setuptools warns whoever installs anything in this way.
    pip_install --quiet --quiet --no-deps --editable .
    inputs >"$READY"
    rm -f "$STARTED"
    say "ready"
}

install_locked() { # install_locked LOCK [OPTION...]
    lock=$1
    shift
    total=$(grep -c '^[a-z]' "$lock")
    say "packages of $lock:"
    pip_install --require-hashes --requirement "$lock" "$@"
}

# What builds a package is what BUILD_LOCK has put into the environment: in a build environment of its own, pip would
# fetch the newest of everything, unpinned. The builders look for each other's programs on the PATH.
pip_install() {
    {
        PATH="$PWD/$VENV/bin:$PATH" "$VENV/bin/python" -m pip install --disable-pip-version-check --no-input \
            --no-build-isolation "$@" || echo failed
    } | follow || die "pip could not install that, for the reason above. Once it is mended, type: make setup"
}

# Tells in few words what pip says in several hundred lines. What it warns of and fails with goes past here, to stderr.
follow() {
    count=0
    while read -r verb what rest; do
        case $verb in
            Ignoring) total=$((total - 1)) ;; # it is for another system, or another Python
            Requirement) count=$((count + 1)) ;; # already satisfied
            Collecting | Processing)
                count=$((count + 1))
                name=${what##*/}
                progress "${name%%-[cp][py][0-9]*}" # a wheel's name ends with what it is for: -cp311-…, -py3-…
                ;;
            Building) case $what in wheels) say "  building from sources: ${rest#*: }" ;; esac ;;
            Installing) say "  unpacking all $total" ;;
            failed) return 1 ;;
        esac
    done
}

progress() { # one line that changes, on a terminal; elsewhere every 25th
    if [ -n "$CLEAR" ]; then
        printf '%snabla:   %d of %d: %s\r' "$CLEAR" "$count" "$total" "$1" >&2
    elif [ $((count % 25)) -eq 0 ]; then
        say "  $count of $total: $1"
    fi
}

plan_only=
case "${1-}" in
    '') ;;
    --plan) plan_only=yes ;;
    *) die "setup.sh knows --plan and nothing else, not: $1" ;;
esac

if [ -z "$plan_only" ] && is_ready; then
    exit 0
fi
[ -z "${PYTHON-}" ] || is_python "$PYTHON" || die "PYTHON=$PYTHON is not a Python 3.11 or later."
install_system_packages
if [ -n "$plan_only" ]; then
    if is_ready; then say "$VENV is ready"; else say "$VENV is to be made from $LOCK"; fi
    exit 0
fi
make_environment

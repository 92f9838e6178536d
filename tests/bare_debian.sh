#!/usr/bin/env bash
# The two commands on a bare Debian, by hand and as root:
#
#     tests/bare_debian.sh [--cache DIR] [bookworm|trixie]
#
# Takes the last commit, not the working tree. Debian's mirror, proxies, certificates and pip's settings are this
# computer's own; MIRROR=URL names another mirror. --cache keeps the bare tree in DIR for the next time.
# Logs and the picture of the desk go to build/bare/.
# shellcheck disable=SC2329  # functions called by traps and by name
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
cache='' suite=bookworm
while [ $# -gt 0 ]; do
    case $1 in
    --cache) cache=$2 && shift ;;
    bookworm | trixie) suite=$1 ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" && exit 2 ;;
    esac
    shift
done
stop() { echo "$*" >&2 && exit 1; }
[ "$(id -u)" = 0 ] || stop "Only root can make a tree and change into it."
command -v debootstrap >/dev/null || stop "debootstrap is missing: sudo apt-get install debootstrap"

logs=$project/build/bare
mkdir -p "$logs"
work=$(mktemp -d)
running=''

# Whatever happens: what runs inside dies with the shell that waits for it, and the mounts with their namespace.
clean_up() {
    trap '' INT TERM HUP
    [ -z "$running" ] || kill -KILL "$running" 2>/dev/null || true
    while someone_inside >/dev/null; do sleep 0.1; done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The processes inside the trees: pid and command line.
someone_inside() {
    local root found=1
    for root in /proc/[0-9]*/root; do
        [[ $(readlink "$root" 2>/dev/null) == "$work"/* ]] || continue
        echo "$(basename "$(dirname "$root")") $(tr '\0' ' ' <"${root%root}cmdline" 2>/dev/null)"
        found=0
    done
    return "$found"
}

mirror() {
    # shellcheck disable=SC2016  # apt's own variables
    apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Identifier: Packages' | awk -F'|' '$1 == "Debian" && !seen++ { print $2 }'
}

bare_tree() {
    local base=${cache:-$work}/bare-$suite.tar from=${MIRROR:-$(mirror)}
    [ -n "$from" ] || stop "apt knows no Debian mirror here: MIRROR=URL names one."
    if [ ! -f "$base" ]; then
        mkdir -p "${base%/*}"
        debootstrap --variant=minbase --include=python3,python3-venv,make,git,ca-certificates \
            "$suite" "$work/base" "$from" >"$logs/$suite-debootstrap.log" 2>&1 ||
            stop "debootstrap failed: see $logs/$suite-debootstrap.log"
        tar -C "$work/base" -cf "$base.part" .
        mv "$base.part" "$base"
        rm -rf "$work/base"
    fi
    mkdir "$1"
    tar -C "$1" -xf "$base"
}

# The way to the network, as this computer has it.
carried=()
while IFS= read -r -d '' variable; do
    case ${variable,,} in
    pip_* | http_proxy=* | https_proxy=* | all_proxy=* | no_proxy=* | ssl_cert_* | requests_ca_bundle=*) carried+=("$variable") ;;
    esac
done < <(env -0)

carry_in() {
    local tree=$1 file
    cp --remove-destination /etc/resolv.conf "$tree/etc/"
    apt-config dump | grep -E '^Acquire::(https?|Check|Retries)' >"$tree/etc/apt/apt.conf.d/90carried" || true
    # Files that settings name stay where the settings expect them.
    for file in /etc/apt/auth.conf /etc/apt/auth.conf.d/* /etc/pip.conf /usr/local/share/ca-certificates/* \
        "${carried[@]#*=}" $(sed -n 's/^Acquire::.*"\(\/.*\)";$/\1/p' "$tree/etc/apt/apt.conf.d/90carried"); do
        [ -f "$file" ] && [ ! -e "$tree$file" ] || continue
        mkdir -p "$tree${file%/*}"
        cp "$file" "$tree$file"
    done
    # Where pip looks for everybody: two users will ask.
    for file in ~/.pip/pip.conf ~/.config/pip/pip.conf; do
        [ ! -f "$file" ] || install -D -m 644 "$file" "$tree/etc/xdg/pip/pip.conf"
    done
    inside "$tree" root update-ca-certificates >/dev/null 2>&1
    inside "$tree" root useradd --create-home volunteer
    git clone -q --no-hardlinks "$project" "$tree/home/volunteer/kiosk"
    cp -r "$tree/home/volunteer/kiosk" "$tree/root/"
    inside "$tree" root chown -R volunteer: /home/volunteer
}

# inside TREE USER COMMAND...: in the user's own checkout, if there is one.
inside() {
    local tree=$1 user=$2 home=/root
    shift 2
    [ "$user" = root ] || home=/home/$user
    # shellcheck disable=SC2016
    setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child -- bash -c '
        tree=$1 user=$2 home=$3
        shift 3
        # As on a machine: the root is a mount of its own, and the devices can be asked about.
        mount --bind "$tree" "$tree"
        mount -t proc proc "$tree/proc"
        mount --rbind /sys "$tree/sys"
        mount --rbind /dev "$tree/dev"
        exec chroot "$tree" setpriv --reuid "$user" --regid "$user" --init-groups --reset-env \
            sh -c "cd ~/kiosk 2>/dev/null || cd; exec env \"\$@\"" sh "$@"
    ' bash "$tree" "$user" "$home" HOME="$home" LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "${carried[@]}" "$@"
}

verdicts=() failed=0
verdict() { # verdict yes|no WORDS
    verdicts+=("$suite: $2")
    echo "$suite: $2"
    [ "$1" = yes ] || failed=1
}

# until_true SECONDS COMMAND...
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.5
    done
}

as_root_make_test() {
    local tree=$1 log=$logs/$suite-test.log begun=$SECONDS
    closing_line() { grep -E '[0-9]+ (passed|failed|errors?).* in [0-9.]+s' "$log" | tail -n 1 || tail -n 1 "$log"; }
    inside "$tree" root make test </dev/null >"$log" 2>&1 &
    running=$!
    if wait "$running"; then
        verdict yes "make test, as root: passed in $((SECONDS - begun)) s: $(closing_line)"
    else
        verdict no "make test, as root: FAILED: $(closing_line) (see $log)"
    fi
    running='' begun=$SECONDS
    if unshare --net -- bash -c "$(declare -f inside); $(declare -p carried); inside \"\$@\"" bash "$tree" root make setup >>"$log" 2>&1; then
        verdict yes "make setup again, without a network: $((SECONDS - begun)) s"
    else
        verdict no "make setup again, without a network: FAILED (see $log)"
    fi
}

as_a_person_make_run() {
    local tree=$1 log=$logs/$suite-run.log picture=$logs/$suite-desk.png command display
    if inside "$tree" volunteer make run </dev/null >"$log" 2>&1; then
        verdict no "make run without the packages: went on (see $log)" && return
    fi
    command=$(sed -n 's/^ *sudo \(apt-get install .*\)/\1/p' "$log")
    if [ -z "$command" ] || [ -n "$(inside "$tree" volunteer git status --porcelain --ignored)" ]; then
        verdict no "make run without the packages: no command, or something was left behind (see $log)" && return
    fi
    verdict yes "make run without the packages: made nothing, asked for: sudo $command"
    inside "$tree" root apt-get update -qq >>"$log" 2>&1
    # shellcheck disable=SC2086  # as a person pastes it
    inside "$tree" root DEBIAN_FRONTEND=noninteractive ${command/install/install -y} >>"$log" 2>&1

    local begun=$SECONDS
    inside "$tree" volunteer make run </dev/null >>"$log" 2>&1 &
    running=$!
    served_or_over() { grep -q '^Ctrl+C here' "$log" || ! kill -0 "$running" 2>/dev/null; }
    until_true 1800 served_or_over || true
    if ! grep -q '^Ctrl+C here' "$log"; then
        verdict no "make run: FAILED: $(tail -n 1 "$log") (see $log)" && return
    fi
    display=:$(($(sed -n 's/.*at 127\.0\.0\.1:\([0-9]*\)$/\1/p' "$log") - 5900))
    # Only now: what we look with must not bring a library that the desk lacks.
    inside "$tree" root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends xdotool scrot >>"$log" 2>&1
    look() {
        local xauthority
        xauthority=$(echo "$tree"/tmp/tmp.*/xauthority)
        inside "$tree" volunteer DISPLAY="$display" XAUTHORITY="${xauthority#"$tree"}" "$@"
    }
    if look timeout 120 xdotool search --sync --onlyvisible --any --class --name kiosk >>"$log" 2>&1 &&
        look scrot --delay 5 /tmp/desk.png >>"$log" 2>&1; then
        cp "$tree/tmp/desk.png" "$picture"
        verdict yes "make run, as a person: the desk's window is open after $((SECONDS - begun)) s: see $picture"
    else
        verdict no "make run, as a person: FAILED: no window: $(tail -n 1 "$log") (see $log)"
    fi
    kill "$(someone_inside | awk '/bash \.ci\/desk/ { print $1; exit }')"
    wait "$running" || true
    running=''
    if someone_inside >>"$log" || [ -n "$(find "$tree/tmp" -name 'tmp.*')" ]; then
        verdict no "the desk closed: something is left (see $log)"
    else
        verdict yes "the desk closed: nothing runs on, the password is gone"
    fi
}

for way in as_root_make_test as_a_person_make_run; do
    tree=$work/$way
    bare_tree "$tree"
    carry_in "$tree"
    "$way" "$tree"
    rm -rf "$tree"
done

echo
printf '%s\n' "${verdicts[@]}"
exit "$failed"

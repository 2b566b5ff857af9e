import type { CodeText } from "./codes.ts";

export const sshCodes = {
  "ssh-command": {
    title: "the ssh command cannot be started",
    text: `Targets that begin with ssh:// are reached with the system's OpenSSH, so that keys, agents, jump hosts and
~/.ssh/config work as usual. TRUEUP_SSH sets another command, as GIT_SSH_COMMAND does for git:

  TRUEUP_SSH='ssh -F deploy/ssh_config -i deploy/key' trueup plan prod`,
  },
  "ssh-unreachable": {
    title: "the machine cannot be reached",
    text: `ssh could not connect: the name is unknown, nothing listens on that port, or a firewall blocks it. Nothing was sent, so
nothing was changed. If ssh HOST works, this works too: the same configuration is used.`,
  },
  "ssh-refused": {
    title: "the machine refused the login",
    text: `ssh runs with BatchMode: it never asks for a password or a passphrase. Use a key from an agent, or a
restricted key without a passphrase. In CI, write the key to a file and name it with TRUEUP_SSH='ssh -i FILE'.`,
  },
  "ssh-host-key": {
    title: "the host key does not match the known one",
    text: `Either the machine was reinstalled, or the connection is being intercepted. trueup never skips this check, and no option
turns it off. Ask the machine's owner for the fingerprint, compare it, and accept the key with ssh by hand. In CI, put the
machine's line into a known_hosts file: ssh-keyscan HOST prints it; compare it once by hand.`,
  },
  "ssh-lost": {
    title: "the connection was lost",
    text: `The connection was interrupted. Reading has no effect. During a change, nothing is touched until a single rename puts the
new file into place; if the connection is lost at that moment, trueup connects again and reports which of the two files is
there. The message names any files that were left beside the database.`,
  },
  "ssh-no-file": {
    title: "there is no such database on the machine",
    text: `The path of an ssh:// URL is absolute: ssh://me@host/srv/app/app.db. With /~/, it starts in the user's home folder:
ssh://me@host/~/app.db. A path inside a container differs from the path on the machine; use the latter.`,
  },
  "ssh-permission": {
    title: "the remote user lacks permission",
    text: `To read a database, its file must be readable. To change it, the user must be its owner or root: the new file is created
beside it with the same owner, group and mode, and a user who cannot set these would lock the application out. Connect as the application's user: ssh://app@host/…`,
  },
  "ssh-disk-full": {
    title: "the remote disk is full",
    text: `A change needs room for a second copy of the database on that machine, because the new file is written completely
beside the old one before they are exchanged. The incomplete file was removed. The database is as it was.`,
  },
  "ssh-no-tools": {
    title: "the machine lacks a tool",
    text: `The machine needs a POSIX shell, cat, head, cp, mv, ln, and one of sha256sum, shasum and openssl. If
sqlite3 is installed, it copies a database that is in use, and holds the lock while it is changed.`,
  },
  "ssh-failed": {
    title: "a command on the machine failed",
    text: `The message shows its output. The database is exchanged by a single rename at the very end; a failure before that leaves
it as it was.`,
  },
  "ssh-busy": {
    title: "the database kept changing while it was read",
    text: `Without sqlite3 on the machine, the file is read with plain tools, and the copy counts only if the file did not change
meanwhile. This was tried several times. With sqlite3 installed there, this does not happen: SQLite copies one snapshot.`,
  },
  "ssh-checksum": {
    title: "what arrived is not what was sent",
    text: `Every copy is compared by its SHA-256, in both directions. A difference means that something altered the
bytes, such as a failing disk or a login script that prints to stdout. Nothing was changed.`,
  },
  "ssh-writers": {
    title: "nothing keeps writers away",
    text: `To change a file on another machine, it is fetched, changed and put back. What an application writes meanwhile would be
lost. So either sqlite3 on that machine holds the database's lock the whole time, or a before hook stops the application
and an after hook starts it again:

  targets: { prod: { url: "ssh://app@host/srv/app.db", hooks: {
    before: { run: ["docker", "compose", "stop", "app"], on: "target" },
    after: { run: ["docker", "compose", "start", "app"], on: "target" } } } }

If there is nothing to stop, say so with a hook that does nothing: before: ["true"].`,
  },
  "ssh-open": {
    title: "processes have the database open",
    text: `The new file replaces the old one by a rename. A process that has the old file open would go on reading and writing it,
and those writes would be lost. So it must close the file first: stop it with a before hook, and start it with an after
hook.`,
  },
  "ssh-moved": {
    title: "the database changed since it was fetched",
    text: `Right before the exchange, the remote file is compared with what was fetched, by checksum. It differs: something wrote to
it. Nothing was exchanged and nothing is lost. Find the writer and stop it with a before hook, then run the command again:
it starts from the new state.`,
  },
  "ssh-unknown": {
    title: "it is not known whether the exchange happened",
    text: `The connection was lost at the moment of the rename, and the machine could not be reached afterwards. Either the old or
the new file is in place, and both are complete. Run trueup drift, or the same command again: it says "already applied" if
the exchange happened.`,
  },
  "ssh-unpruned": {
    title: "old backups on the other machine could not be removed",
    text: `If keep is set, old files beside a remote database are removed after a change, by the same rule as local backups. That
failed; the change itself succeeded, and the next one tries again. The files are named
APP.DB.TIME-MARK.trueup-backup.`,
  },
} as const satisfies Record<string, CodeText>;

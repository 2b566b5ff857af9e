import type { Explained } from "./codes.ts";

export const sshCodes = {
  "ssh-command": {
    title: "the ssh command cannot be started",
    text: `Targets that begin with ssh:// are reached with the system's OpenSSH, so that keys, agents, jump hosts and
~/.ssh/config work as they do elsewhere. TRUEUP_SSH names another command, as GIT_SSH_COMMAND does for git:

  TRUEUP_SSH='ssh -F deploy/ssh_config -i deploy/key' trueup plan prod`,
  },
  "ssh-unreachable": {
    title: "the machine cannot be reached",
    text: `ssh came to no connection: the name is unknown, nothing listens at that port, or a firewall stands between.
Nothing was sent, so nothing was changed. What works with ssh HOST works here: the same configuration is used.`,
  },
  "ssh-refused": {
    title: "the machine does not let this user in",
    text: `ssh runs with BatchMode: it never asks for a password or a passphrase. Use a key that is loaded in an agent, or one
without a passphrase that may do little else. In CI, put the key into a file and name it with TRUEUP_SSH='ssh -i FILE'.`,
  },
  "ssh-host-key": {
    title: "the host key is not the one that is known",
    text: `Either the machine was set up anew, or somebody stands between you and it. trueup never skips this check, and there is
no option for it. Ask the machine's owner for the fingerprint, compare, and accept the key with ssh by hand. In CI, put
the machine's line into a known_hosts file: ssh-keyscan HOST prints it, compared once by a person.`,
  },
  "ssh-lost": {
    title: "the connection was lost",
    text: `The connection broke off in the middle. While a database is only read, that is all there is to it. While one is
changed, nothing there has been touched until the one rename that puts the new file into place; after a loss in that
moment trueup connects again and says which of the two files is there. What was left beside the database, if anything,
is named.`,
  },
  "ssh-no-file": {
    title: "there is no such database on the machine",
    text: `The path of an ssh:// URL begins at the root: ssh://me@host/srv/app/app.db. With /~/ it begins at the home folder of
the user there: ssh://me@host/~/app.db. Inside a container the path is another one than on the machine; name the one on
the machine.`,
  },
  "ssh-permission": {
    title: "the user there may not do that",
    text: `To read a database, its file must be readable. To change it, the user must be its owner or root: the new file is made
beside it and gets the same owner, group and mode, and a user that cannot give them to it would lock the application
out. Connect as the application's user: ssh://app@host/…`,
  },
  "ssh-disk-full": {
    title: "the disk there is full",
    text: `A change needs room for a second copy of the database on that machine, because the new one is written in full beside
the old one before they are exchanged. What was half written is removed again. The database is as it was.`,
  },
  "ssh-no-tools": {
    title: "the machine lacks a tool",
    text: `Little is needed there: a POSIX shell, cat, head, cp, mv, ln, and one of sha256sum, shasum and openssl. sqlite3 is used
where it is there: it copies a database that is in use, and holds the lock while it is changed.`,
  },
  "ssh-failed": {
    title: "a command on the machine failed",
    text: `What it said is shown. The database is exchanged by one rename at the very end; whatever fails before that leaves it as
it was.`,
  },
  "ssh-busy": {
    title: "the database kept changing while it was read",
    text: `Without sqlite3 on the machine, the file is read with plain tools, and counts only if nothing moved meanwhile. It was
tried a few times. With sqlite3 there this does not happen: SQLite copies what it sees at one moment.`,
  },
  "ssh-checksum": {
    title: "what arrived is not what was sent",
    text: `Every copy is compared by its SHA-256, in both directions. A difference means that something between changes bytes, a
disk that is failing or a login script that prints to stdout, for example. Nothing was changed.`,
  },
  "ssh-writers": {
    title: "nothing keeps writers away",
    text: `To change a file on another machine, it is fetched, changed and put back. What an application writes meanwhile would be
lost. So either sqlite3 on that machine holds the database's lock all the while, or a before hook stops the application
and an after hook starts it again:

  targets: { prod: { url: "ssh://app@host/srv/app.db", hooks: {
    before: { run: ["docker", "compose", "stop", "app"], on: "target" },
    after: { run: ["docker", "compose", "start", "app"], on: "target" } } } }

If there is nothing to stop, a hook that does nothing says so: before: ["true"].`,
  },
  "ssh-open": {
    title: "processes have the database open",
    text: `The new file takes the old one's place by a rename. A process that still has the old one open would go on reading and
writing there, where nobody finds it again. So they have to close it first: stop them with a before hook, and start them
with an after hook.`,
  },
  "ssh-moved": {
    title: "the database changed since it was fetched",
    text: `Right before the exchange the file there is compared with what was fetched, by checksum. It is another one: somebody
wrote to it. Nothing was exchanged and nothing is lost. Find out who wrote and stop it with a before hook, then run the
command again: it starts from the new state.`,
  },
  "ssh-unknown": {
    title: "nobody could tell whether the exchange happened",
    text: `The connection was lost in the moment of the rename, and the machine could not be asked afterwards. Either the old or
the new file is in place, both whole. Run trueup drift, or the same command again: it says "already applied" where it went
through.`,
  },
  "ssh-unpruned": {
    title: "old backups on the other machine could not be removed",
    text: `Where keep is set, the old files beside a database there are removed by the same rule as the backups here, after the
change. That did not work; the change itself is done, and the next one tries again. They are named
APP.DB.TIME-MARK.trueup-backup.`,
  },
} as const satisfies Record<string, Explained>;

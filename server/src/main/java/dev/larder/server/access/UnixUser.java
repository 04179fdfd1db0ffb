package dev.larder.server.access;

import java.util.function.Supplier;

/**
 * The process at the other end of a Unix-domain socket, as the kernel saw it when it connected.
 *
 * @param name for people
 * @param pid its process id, as far as the daemon's namespace of processes knows it; 0 where it is
 *     not told
 * @param uid the effective user id; -1 where the system tells a name that is none of ours
 * @param gid the effective group id; -1 where the system does not tell it
 * @param groups asks for the supplementary groups, which costs a system call; empty where the
 *     system does not tell them
 */
public record UnixUser(String name, long pid, long uid, long gid, Supplier<long[]> groups) {}

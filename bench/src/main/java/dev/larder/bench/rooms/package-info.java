/**
 * The server's rooms without sockets and disk, call by call, by JMH: {@code bench/run jmh} runs
 * them.
 */
@NullMarked
package dev.larder.bench.rooms;

import org.jspecify.annotations.NullMarked;

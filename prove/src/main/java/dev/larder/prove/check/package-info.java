/**
 * Says whether what clients saw of a document is a behaviour that the contract allows. Pure: no
 * I/O, no clock, no threads.
 *
 * <p>A {@link dev.larder.prove.check.History} holds all requests to one document, each with what
 * was sent, what was answered, and when, by one monotonic clock. {@link
 * dev.larder.prove.check.DocumentModel} is the contract of a document in the plainest words: what a
 * request does to a state, and whether an answer fits. {@link
 * dev.larder.prove.check.Linearizability} looks for an order of all requests that the model allows
 * and in which no request comes before one that had been answered when it was sent (Herlihy and
 * Wing, "Linearizability", TOPLAS 1990).
 *
 * <p>Documents are independent objects, so each history is checked by itself (the same paper: the
 * property is local). What joins several, that a batch is done to all of its documents or to none,
 * is checked beside it, by marks that batches leave.
 *
 * <p>A request without an answer was done whole or not at all, at any time after it was sent, but
 * not after the daemon that could have read it has died: {@link
 * dev.larder.prove.check.Operation#endedNanos} of it is when the next daemon answered for the first
 * time. This is durable linearizability (Izraelevitz, Mendes and Scott, DISC 2016).
 */
@NullMarked
package dev.larder.prove.check;

import org.jspecify.annotations.NullMarked;

package dev.larder.server.engine;

/**
 * What the engine holds at one moment, as numbers. Immutable.
 *
 * @param entries of all documents together
 * @param documentBytes of all documents together, rendered on one line each
 * @param keys of requests that are done once, remembered
 * @param leases open, those in their grace too
 * @param waiters build requests that wait for another one's build
 * @param oldestLeaseMs how long the oldest open lease has been held, in milliseconds; 0 without one
 * @param results ready
 * @param resultBytes of all ready results together
 * @param maxResultBytes what they may take; 0 where nothing is set
 * @param pins of results by name
 * @param journalBytes on disk, without the zeros written ahead
 * @param journalSegments on disk
 * @param replayBytes of the journal behind the newest checkpoint: what a start would read again
 */
public record EngineState(
    int documents,
    long entries,
    long documentBytes,
    int keys,
    int leases,
    int waiters,
    long oldestLeaseMs,
    int results,
    long resultBytes,
    long maxResultBytes,
    int pins,
    long journalBytes,
    int journalSegments,
    long replayBytes) {}

package dev.larder.server.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * What a salvage did.
 *
 * @param journal the folder of the new journal, where the damaged one was
 * @param damaged where the damaged one is kept
 * @param records how many records were kept
 * @param damage what was not whole; the files are named as they were before, and lie in {@code
 *     damaged} now
 */
public record SalvageReport(
    Path journal, Path damaged, long records, List<DamagedStretch> damage) {}

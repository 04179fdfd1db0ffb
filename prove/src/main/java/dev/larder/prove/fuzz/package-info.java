/**
 * Inputs that nobody would send, fed to whatever reads what others have written.
 *
 * <p>A {@link dev.larder.prove.fuzz.Target} is one reader with what must hold of it: mostly a naive
 * model that does the same over trees, or the reader's own inverse. {@link
 * dev.larder.prove.fuzz.Targets} names them all. {@code prove/fuzz} runs them under Jazzer, which
 * looks at what each input reaches in the code and breeds on from what reached more; {@code
 * prove/corpus} holds the inputs that it starts from, those that once found a bug among them. The
 * short form feeds all of them, and thousands that are bred from them by chance alone ({@link
 * dev.larder.prove.fuzz.Mutator}).
 *
 * <p>Targets of classes that are a room's own business lie in a package of that room's name, and
 * see what the room sees.
 *
 * <p>Invariants: a target keeps nothing of one input for the next that could change its judgement;
 * it writes below its own scratch folder only, whatever the input says. One thread feeds a target.
 */
@NullMarked
package dev.larder.prove.fuzz;

import org.jspecify.annotations.NullMarked;

/**
 * Documents, entries and what is done with them: the rules of JSON, and nothing of files, sockets
 * or threads.
 *
 * <p>A {@linkplain dev.larder.server.stats.Document document} is a JSON object; its top-level
 * members are its {@linkplain dev.larder.server.stats.Entry entries}, kept as the bytes that a
 * client sent. {@link dev.larder.server.stats.EntryReader} checks a body and cuts it into entries;
 * an {@link dev.larder.server.stats.Effect} is what a write does to a document, whatever rule it
 * came from; a {@link dev.larder.server.stats.Snapshot} is a document at one moment, and a {@link
 * dev.larder.server.stats.Rendering} its bytes.
 *
 * <p><b>The default layout.</b> Entries are kept, journalled and served exactly as Python's {@code
 * json.dump(obj, f)} spaces them: {@code {"a": {"b": 1.5, "c": [1, 2]}, "d": "x"}}. That means
 * {@code ", "} between items, {@code ": "} behind a name, no other white space outside strings, no
 * end of line, and {@code {}} for the empty document. White space is changed to this when a body is
 * read. The tokens of numbers and strings, names too, are never changed: {@code 1e400}, {@code
 * 0.10}, {@code "\u00e9"} and {@code "\/"} go out as they came in. With an indent the layout is
 * that of {@code json.dump(obj, f, indent=n)}.
 *
 * <p><b>Rules.</b> Every way to write a document ends in an {@code Effect}: a merge without rules
 * puts the entries as they came, {@link dev.larder.server.stats.Rules} computes what to put by the
 * document's merge rules, {@link dev.larder.server.stats.MergePatch} also what to remove. Nothing
 * behind the effect (the document, its undo, the journal) knows where it came from; a replay needs
 * no rules.
 *
 * <p>A kind of merge rule is a class that is a {@code Rule}, and its row in {@code RuleKind}.
 * {@code Scope} finds the rule of a place, {@code Incoming} walks over a merge's entry and the held
 * one and lets the rules fold what they decide of, {@code RuleCheck} holds values to the rules that
 * are written without them.
 *
 * <p>An entry knows when it was last written: the engine says it with each effect, the journal and
 * the checkpoints keep it. {@code Sweep} finds the entries that a document's {@code Retention} lets
 * go, by looking over a snapshot.
 *
 * <p>How a body is read: {@code JsonChecker} goes over it once, with {@code StringChecker} and
 * {@code WordChecker} for the tokens, and {@code MemberCutter} copies each member of the outermost
 * object as soon as it was checked. How a document is kept: {@code NameIndex} finds an entry's
 * slot, {@code Slots} keeps the entries in the order of their slots, as a tree that snapshots
 * share.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Past {@code EntryReader} all bytes are valid: RFC 8259 grammar, UTF-8 without surrogates,
 *       no member name twice in an object, no deeper than the bound. Code behind it relies on this
 *       and looks no further than for quotes, brackets and commas.
 *   <li>Within this room an {@code Entry}'s bytes are never written again, so they are shared
 *       between documents, snapshots, effects and batches without copies.
 *   <li>The cost of a write grows with the write, never with the document; a snapshot costs the
 *       same at any size, and so does the first write behind it.
 *   <li>The order of entries is that of their first arrival; replacing keeps the place.
 * </ul>
 *
 * <p>Threads: {@code Document} belongs to one thread, the engine's. Everything else is immutable,
 * except {@code Rendering}, which belongs to whoever asked for it. This room imports no other room.
 */
@NullMarked
package dev.larder.server.stats;

import org.jspecify.annotations.NullMarked;

package dev.larder.prove.power;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One loss of power: when, and what became of everything that was not forced.
 *
 * @param line the line of the trace before which the power goes
 * @param fates of the open effects by their index; what is not named is missing
 */
record Cut(int line, String style, Map<Integer, Fate> fates) {
  /** What becomes of the open effects, as a whole. */
  private enum Style {
    NOTHING,
    ANYHOW,
    NAMES_ONLY,
    ZEROS,
    CONTENTS_ONLY,
    GARBAGE,
    ONE_MISSING,
    EVERYTHING,
    ONE_THERE
  }

  /** How often all places are gone through; the styles that draw give new states each time. */
  private static final int PASSES = 3 * Style.values().length;

  /** What is then on the disk. */
  Tree tree(Recording recording) {
    return recording.at(line, this::fateOf);
  }

  /** What becomes of an open effect. */
  Fate fateOf(int index) {
    return fates.getOrDefault(index, Fate.MISSING);
  }

  /** The same with another fate of one effect. */
  Cut with(int index, Fate fate) {
    Map<Integer, Fate> other = new HashMap<>(fates);
    other.put(index, fate);
    return new Cut(line, style, other);
  }

  /**
   * All that are worth a try, in an order in which any beginning has some of each kind: every
   * second one goes just after an answer, and the others after any other line that counts.
   */
  static Iterator<Cut> all(Recording recording, Random random) {
    List<Integer> answers = new ArrayList<>();
    recording.told().forEach(lines -> lines.forEach(line -> answers.add(line + 1)));
    Set<Integer> others = new TreeSet<>();
    for (Effect effect : recording.effects()) {
      others.add(effect.started() + 1);
      others.add(effect.ended() + 1);
      if (effect.forced() != SystemCall.NEVER) {
        others.add(effect.forced()); // its force has begun, and not returned
        others.add(effect.forced() + 1);
      }
    }
    List<Integer> elsewhere = new ArrayList<>(others);
    Collections.shuffle(answers, random);
    Collections.shuffle(elsewhere, random);
    return new Alternating(recording, random, answers, elsewhere);
  }

  private static Cut of(Recording recording, int line, Style style, Random random) {
    List<Integer> open = recording.openAt(line);
    int chosen = open.isEmpty() ? -1 : open.get(random.nextInt(open.size()));
    Map<Integer, Fate> fates = new HashMap<>();
    for (int index : open) {
      boolean isName = recording.effects().get(index).isOfFolder();
      fates.put(
          index,
          switch (style) {
            case NOTHING -> Fate.MISSING;
            case EVERYTHING -> Fate.THERE;
            case NAMES_ONLY -> isName ? Fate.THERE : Fate.MISSING;
            case CONTENTS_ONLY -> isName ? Fate.MISSING : Fate.THERE;
            case ZEROS -> isName ? Fate.THERE : new Fate(Fate.Kind.ZEROS, 0);
            case GARBAGE -> isName ? Fate.THERE : new Fate(Fate.Kind.GARBAGE, random.nextLong());
            case ONE_MISSING -> index == chosen ? Fate.MISSING : Fate.THERE;
            case ONE_THERE -> index == chosen ? Fate.THERE : Fate.MISSING;
            case ANYHOW -> Fate.any(random);
          });
    }
    return new Cut(line, style.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), fates);
  }

  /** Goes through both lists, again and again with other styles. */
  private static final class Alternating implements Iterator<Cut> {
    private final Recording recording;
    private final Random random;
    private final List<List<Integer>> lists;
    private final int steps;
    private int step;

    Alternating(Recording recording, Random random, List<Integer> answers, List<Integer> others) {
      this.recording = recording;
      this.random = random;
      this.lists = List.of(answers, others);
      this.steps = PASSES * 2 * Math.max(answers.size(), others.size());
    }

    @Override
    public boolean hasNext() {
      return step < steps;
    }

    @Override
    public Cut next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      List<Integer> list = lists.get(step % 2);
      int at = step / 2;
      step++;
      int pass = at / list.size();
      // After an answer the hardest comes first: nothing is there but what was forced.
      int style = step % 2 == 1 && at % 2 == 0 ? pass : at + pass;
      Style[] styles = Style.values();
      return of(recording, list.get(at % list.size()), styles[style % styles.length], random);
    }
  }
}

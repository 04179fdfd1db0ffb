package dev.larder.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.protocol.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final long LONG_MS = 3_600_000;
  private static final KeyBounds WIDE = new KeyBounds(LONG_MS, 1_000_000, 1 << 30);

  /** Against a map in the order of insertion, with batches that are kept or undone. */
  @Property(tries = 60)
  void keysAreThoseOfAMapFromWhichTheOldestGo(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int most = random.nextInt(1, 3000);
    Keys keys = new Keys(new KeyBounds(LONG_MS, most, 1 << 30));
    Map<Integer, String> model = new LinkedHashMap<>();
    int next = 0;
    for (int batch = 0; batch < 40; batch++) {
      keys.trim(0);
      forgetOldest(model, most);
      Deque<Runnable> undos = new ArrayDeque<>();
      List<Integer> added = new ArrayList<>();
      for (int left = random.nextInt(200); left > 0; left--) {
        String answer = "x".repeat(random.nextInt(100) == 0 ? 70_000 : random.nextInt(60));
        undos.push(keys.remember(memory(next, 0, answer)));
        model.put(next, answer);
        added.add(next++);
      }
      if (random.nextInt(3) == 0) {
        undos.forEach(Runnable::run);
        added.forEach(model::remove);
      }
      assertThat(keys.size()).isEqualTo(model.size());
    }
    holds(keys, model, next);
    Keys again = new Keys(WIDE);
    for (ByteBuffer stretch : keys.frozen()) {
      KeyLog.read(stretch).forEach(again::recover);
    }
    holds(again, model, next);
  }

  private static void forgetOldest(Map<Integer, String> model, int most) {
    for (Iterator<Integer> all = model.keySet().iterator(); model.size() > most; ) {
      all.next();
      all.remove();
    }
  }

  private static void holds(Keys keys, Map<Integer, String> model, int count) {
    assertThat(keys.size()).isEqualTo(model.size());
    for (int i = 0; i < count; i++) {
      String answer = model.get(i);
      if (answer == null) {
        assertThat(keys.find(key(i))).isNull();
      } else {
        assertThat(keys.find(key(i)))
            .isInstanceOfSatisfying(
                FirstAnswer.Message.class,
                found ->
                    assertThat(new String(found.json(), StandardCharsets.UTF_8)).isEqualTo(answer));
      }
    }
  }

  private static OnceKey key(int number) {
    return OnceKey.of("somebody", "key " + number, new byte[0]);
  }

  private static Change.Remembered memory(int number, long atMs, String answer) {
    byte[] json = answer.getBytes(StandardCharsets.UTF_8);
    return new Change.Remembered(key(number), atMs, new FirstAnswer.Message(json).toBytes());
  }

  @Test
  void keysAreForgottenWhenTheyAreTooOld() {
    Keys keys = new Keys(new KeyBounds(10_000, 100, 1 << 30));
    for (int i = 0; i < 5; i++) {
      keys.remember(memory(i, i * 1000L, ""));
    }
    keys.trim(12_001);
    assertThat(keys.find(key(1))).isNull();
    assertThat(keys.find(key(3))).isNotNull();
    keys.trim(100_000);
    assertThat(keys.size()).isZero();
  }

  @Test
  void memoryIsBoundedHoweverLongTheAnswersAre() {
    long bytes = 10 * KeyLog.CHUNK_BYTES;
    Keys keys = new Keys(new KeyBounds(LONG_MS, 1_000_000, bytes));
    for (int i = 0; i < 1000; i++) {
      keys.remember(memory(i, 0, "x".repeat(i * 10)));
      keys.trim(0);
      assertThat(keys.bytes()).isLessThanOrEqualTo(bytes);
    }
    assertThat(keys.find(key(999))).isNotNull();
    assertThat(keys.find(key(0))).isNull();
  }

  @Test
  void aMillionKeysTakeSomeFiftyBytesEach() {
    Keys keys = new Keys(WIDE);
    Written written = new Written(1_000_000, 30_000, 4_000_000, false);
    byte[] answer = new FirstAnswer.Wrote(written).toBytes();
    for (int i = 0; i < 1_000_000; i++) {
      keys.remember(new Change.Remembered(key(i), LONG_MS, answer));
    }
    assertThat(keys.bytes()).isLessThan(52_000_000);
    assertThat(keys.find(key(777_777))).isEqualTo(new FirstAnswer.Wrote(again(written)));
  }

  private static Written again(Written written) {
    return Written.replayed(written.answer(), written.created());
  }

  @Test
  void theLastOneOfAKeyCountsThatTheDiskHasTwice() {
    Keys keys = new Keys(new KeyBounds(LONG_MS, 2, 1 << 30));
    for (Change.Remembered memory :
        List.of(memory(1, 0, "old"), memory(2, 0, ""), memory(1, 0, "new"), memory(3, 0, ""))) {
      keys.recover(memory);
    }
    assertThat(keys.find(key(2))).isNull();
    assertThat(keys.find(key(1)))
        .isInstanceOfSatisfying(
            FirstAnswer.Message.class,
            found -> assertThat(found.json()).asString().isEqualTo("new"));
  }

  @Test
  void aKeyIsOneSendersAndOneRequests() {
    Keys keys = new Keys(WIDE);
    keys.remember(memory(1, 0, ""));
    assertThat(keys.find(OnceKey.of("somebody else", "key 1", new byte[0]))).isNull();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> keys.find(OnceKey.of("somebody", "key 1", new byte[1])));
  }
}

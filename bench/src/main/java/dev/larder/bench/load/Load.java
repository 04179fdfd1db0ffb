package dev.larder.bench.load;

import java.io.IOException;
import java.time.Duration;

/** Clients of one subject. One thread uses it. */
public interface Load extends AutoCloseable {
  /** Each client asks again as soon as it is answered, for so long. */
  Turn closedLoop(Duration time) throws Exception;

  @Override
  void close() throws IOException;
}

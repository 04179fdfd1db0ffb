package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFolderTest {
  @TempDir private Path folder;

  @Test
  void anOwnedRootIsInPlaceAndNobodyElses() throws Exception {
    Path place = folder.resolve("root");
    try (RootFolder root = RootFolder.own(place)) {
      assertThat(root.isInPlace()).isTrue();
      assertThatThrownBy(() -> RootFolder.own(place)).isInstanceOf(RootTakenException.class);
    }
  }

  @Test
  void aRootThatWasMovedIsNotInPlaceThoughAnotherOneIs() throws Exception {
    Path place = folder.resolve("root");
    try (RootFolder root = RootFolder.own(place)) {
      Files.move(place, folder.resolve("away"));
      assertThat(root.isInPlace()).isFalse();
      try (RootFolder next = RootFolder.own(place)) {
        assertThat(root.isInPlace()).isFalse();
        assertThat(next.isInPlace()).isTrue();
      }
    }
  }

  @Test
  void aRootWhoseLockWasRemovedIsNotInPlace() throws Exception {
    Path place = folder.resolve("root");
    try (RootFolder root = RootFolder.own(place)) {
      Files.delete(place.resolve("state/lock"));
      assertThat(root.isInPlace()).isFalse();
    }
  }
}

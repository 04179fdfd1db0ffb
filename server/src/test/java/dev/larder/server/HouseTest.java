package dev.larder.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The direction in which the rooms may know each other. */
class HouseTest {
  private static final String HOUSE = "dev.larder.server";

  /** Each room, and the other rooms that it may know. Nobody knows http but the daemon itself. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.of(
          "stats", Set.of(),
          "workspaces", Set.of(),
          "journal", Set.of(),
          "ops", Set.of("engine", "journal", "publish"),
          "access", Set.of(),
          "publish", Set.of("stats"),
          "engine", Set.of("stats", "workspaces", "journal", "publish"),
          "http", Set.of("access", "engine", "stats", "publish", "ops"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOUSE);

  static Set<String> rooms() {
    return new TreeSet<>(MAY_KNOW.keySet());
  }

  @Test
  void everyRoomIsInTheTable() {
    Set<String> found = new TreeSet<>();
    CLASSES.forEach(type -> found.add(type.getPackageName()));
    found.remove(HOUSE);
    assertThat(found).isEqualTo(in(rooms()));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyTheRoomsBehindIt(String room) {
    List<String> others = new ArrayList<>(rooms());
    others.remove(room);
    others.removeAll(MAY_KNOW.getOrDefault(room, Set.of()));
    List<String> forbidden = new ArrayList<>(in(others));
    forbidden.add(HOUSE);
    noClasses()
        .that()
        .resideInAPackage(HOUSE + "." + room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void onlyHttpKnowsNetty() {
    classes()
        .that()
        .resideOutsideOfPackage(HOUSE + ".http")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void statsHasNoFilesNoThreadsAndNoClock() {
    noClasses()
        .that()
        .resideInAPackage(HOUSE + ".stats")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.util.concurrent..",
            "java.time..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, InputStream.class, File.class)
        .check(CLASSES);
  }

  @Test
  void theLeaseMachineHasNoFilesNoThreadsAndNoClock() {
    noClasses()
        .that()
        .haveSimpleName("LeaseMachine")
        .or()
        .haveSimpleName("Builds")
        .or()
        .haveSimpleName("Build")
        .or()
        .haveSimpleName("Failures")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io", "java.nio..", "java.net..", "java.util.concurrent..", "java.time..")
        .check(CLASSES);
  }

  private static Set<String> in(Iterable<String> rooms) {
    Set<String> packages = new TreeSet<>();
    rooms.forEach(room -> packages.add(HOUSE + "." + room));
    return packages;
  }
}

package dev.larder.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may import whom: commands and demo use the library, which uses start, which uses http. */
class RoomsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.larder.client");

  @Test
  void libraryKnowsNoCommands() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.larder.client", "dev.larder.client.start", "dev.larder.client.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.larder.client.command..", "dev.larder.client.demo..", "picocli..")
        .check(CLASSES);
  }

  @Test
  void startingADaemonKnowsNoCalls() {
    noClasses()
        .that()
        .resideInAPackage("dev.larder.client.start")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.larder.client")
        .check(CLASSES);
  }

  @Test
  void httpKnowsNothingOfLarderButItsLimits() {
    noClasses()
        .that()
        .resideInAPackage("dev.larder.client.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.larder.client", "dev.larder.client.start", "tools.jackson..")
        .check(CLASSES);
  }

  @Test
  void clientKnowsNoNettyAndNoServer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "dev.larder.server..")
        .check(CLASSES);
  }
}

package dev.larder.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy.StartupStatus;

/** A build container: it has the {@code larder} command and the daemon's volume. One thread. */
final class BuildContainer implements AutoCloseable {
  private final DockerClient engine = DockerClientFactory.instance().client();
  private final GenericContainer<?> container;

  private BuildContainer(GenericContainer<?> container) {
    this.container = container;
  }

  /**
   * Starts one whose only process is that command line.
   *
   * @param user {@code uid:gid}
   * @param groups further groups
   */
  static BuildContainer start(Pantry pantry, String user, List<String> groups, String... line) {
    GenericContainer<?> container =
        new GenericContainer<>(Image.BUILDER.reference())
            .withEnv("LARDER_ENDPOINT", Pantry.ENDPOINT)
            .withCommand(line)
            .withStartupCheckStrategy(new Begun())
            .withCreateContainerCmdModifier(
                create -> {
                  create.withUser(user);
                  Pantry.hostOf(create)
                      .withBinds(new Bind(pantry.place(), new Volume(Pantry.FOLDER)))
                      .withGroupAdd(groups);
                });
    container.start();
    return new BuildContainer(container);
  }

  /** What it has printed so far, on both outputs. */
  String said() {
    return container.getLogs();
  }

  /** {@code kill -9} of all that runs in it. */
  void kill() {
    engine.killContainerCmd(container.getContainerId()).exec();
  }

  /**
   * Waits for its end.
   *
   * @return what it printed; fails with that if it did not do well
   */
  String awaitWell() {
    Patience.until("the build container ends")
        .until(() -> Boolean.FALSE.equals(state().getRunning()));
    Long exitCode = state().getExitCodeLong();
    if (exitCode == null || exitCode != 0) {
      throw new AssertionError("exit code " + exitCode + ":\n" + said());
    }
    return said();
  }

  private ContainerState state() {
    return container.getCurrentContainerInfo().getState();
  }

  @Override
  public void close() {
    container.stop();
  }

  /** It has been started; it may have ended before anybody looks. */
  static final class Begun extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient engine, String containerId) {
      return "created".equals(getCurrentState(engine, containerId).getStatus())
          ? StartupStatus.NOT_YET_KNOWN
          : StartupStatus.SUCCESSFUL;
    }
  }
}

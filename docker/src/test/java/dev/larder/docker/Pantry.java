package dev.larder.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/**
 * A daemon in a container, as tightly closed as the documentation says: a read-only root file
 * system, no capability, no new privilege. Its root lies in a named volume, at {@link #FOLDER} in
 * every container, or in a folder of this machine. One thread uses it.
 */
final class Pantry implements AutoCloseable {
  /** Where the image has its volume. */
  static final String FOLDER = "/var/lib/larder";

  /** Where the image has its root, in the volume. */
  static final String ROOT = FOLDER + "/root";

  /** What clients of other users say: a root of somebody else's they do not trust by themselves. */
  static final String ENDPOINT = "unix:" + ROOT + "/larder.sock";

  /** A clean stop takes far less; after this the engine kills, and the exit code is 137. */
  private static final int STOP_SECONDS = 60;

  private final DockerClient engine = DockerClientFactory.instance().client();
  private final String place;
  private final boolean named;
  private final GenericContainer<?> container;

  private Pantry(String place, boolean named, GenericContainer<?> container) {
    this.place = place;
    this.named = named;
    this.container = container;
  }

  /** How a pantry is opened. */
  static final class Recipe {
    private final GenericContainer<?> container;
    private final String place;
    private final boolean named;
    private final Map<String, String> variables = new HashMap<>();
    private String user = "";
    private long memoryBytes;

    private Recipe(String place, boolean named) {
      this.container = new GenericContainer<>(Image.DAEMON.reference());
      this.place = place;
      this.named = named;
    }

    /** Runs as that user, {@code uid:gid}. */
    Recipe as(String someone) {
      user = someone;
      return this;
    }

    Recipe with(String variable, String value) {
      variables.put(variable, value);
      return this;
    }

    Recipe within(long mostBytes) {
      memoryBytes = mostBytes;
      return this;
    }

    /** Further things of Testcontainers'. */
    Recipe and(Consumer<GenericContainer<?>> change) {
      change.accept(container);
      return this;
    }

    /** Starts it; when this returns the daemon answers. */
    Pantry open() {
      container
          .withEnv(variables)
          .withCreateContainerCmdModifier(this::close)
          .withStartupCheckStrategy(new BuildContainer.Begun());
      container.start();
      var pantry = new Pantry(place, named, container);
      Patience.until("the daemon answers").until(pantry::answers);
      return pantry;
    }

    private void close(CreateContainerCmd create) {
      if (!user.isEmpty()) {
        create.withUser(user);
      }
      HostConfig host = hostOf(create);
      host.withReadonlyRootfs(true)
          .withCapDrop(Capability.ALL)
          .withSecurityOpts(List.of("no-new-privileges"));
      // A folder is at its own place on both sides, since the daemon tells builders paths.
      host.withBinds(new Bind(place, new Volume(named ? FOLDER : place)));
      if (memoryBytes > 0) {
        // As much with swap: no swap.
        host.withMemory(memoryBytes).withMemorySwap(memoryBytes);
      }
    }
  }

  static HostConfig hostOf(CreateContainerCmd create) {
    HostConfig host = create.getHostConfig();
    return host == null ? new HostConfig() : host;
  }

  /** One with a new named volume. */
  static Recipe inVolume() {
    return new Recipe("larder-test-" + UUID.randomUUID(), true);
  }

  /** One in a folder of this machine, where this process reaches its socket and files. */
  static Recipe in(SharedFolder folder) {
    return new Recipe(folder.path().toString(), false)
        .as(folder.owner())
        .with("LARDER_ROOT", folder.root().toString());
  }

  private boolean answers() {
    String said = container.getLogs();
    if (!Boolean.TRUE.equals(state().getRunning())) {
      close();
      throw new AssertionError("the daemon has ended:\n" + said);
    }
    return said.contains("ready unix:");
  }

  /** The volume's name, or the folder. */
  String place() {
    return place;
  }

  GenericContainer<?> container() {
    return container;
  }

  /** Runs a {@code larder} command in the daemon's container. */
  ExecResult larder(String... words) throws IOException, InterruptedException {
    String[] line = new String[words.length + 2];
    line[0] = "java";
    line[1] = "@/larder";
    System.arraycopy(words, 0, line, 2, words.length);
    return container.execInContainer(line);
  }

  /** {@code kill -9}, and the engine has seen the end. */
  void kill() {
    engine.killContainerCmd(container.getContainerId()).exec();
    Patience.until("the container has ended")
        .until(() -> Boolean.FALSE.equals(state().getRunning()));
  }

  /** Starts the same container again. */
  void startAgain() {
    engine.startContainerCmd(container.getContainerId()).exec();
  }

  /**
   * {@code docker stop}.
   *
   * @return the exit code; 137 if it had to be killed
   */
  long stop() {
    engine.stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
    Long exitCode = state().getExitCodeLong();
    return exitCode == null ? -1 : exitCode;
  }

  ContainerState state() {
    return engine.inspectContainerCmd(container.getContainerId()).exec().getState();
  }

  /** See {@link ControlGroup#ownBytes}. */
  long ownBytes() throws IOException {
    Long pid = state().getPidLong();
    if (pid == null) {
      throw new AssertionError("the container has ended");
    }
    return ControlGroup.of(pid).ownBytes();
  }

  @Override
  public void close() {
    container.stop();
    if (named) {
      engine.removeVolumeCmd(place).exec();
    }
  }
}

package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The Kubernetes files, read as Kubernetes' own types, where a field that is not known fails. */
class KubernetesFilesTest {
  private static final String DAEMON_IMAGE = "larder:latest";

  private final Pod pod = KubernetesFile.read("sidecar.yaml", Pod.class);
  private final DaemonSet daemonSet = KubernetesFile.read("daemonset.yaml", DaemonSet.class);

  @Test
  void anUnknownFieldFails() {
    Assertions.assertThatThrownBy(
            () -> KubernetesFile.parse("kind: Pod\nspec: {container: []}\n", Pod.class))
        .hasMessageContaining("container");
  }

  @Test
  void theSidecarStartsBeforeTheBuildersAndLivesAsLongAsThey() {
    Container daemon = daemon(pod.getSpec().getInitContainers());

    // An init container that is restarted always is a native sidecar.
    assertThat(daemon.getRestartPolicy()).isEqualTo("Always");
    assertThat(daemon.getStartupProbe().getExec().getCommand())
        .containsExactly("java", "@/larder", "health");
    assertThat(pod.getSpec().getContainers()).hasSizeGreaterThan(1);
    assertThat(pod.getSpec().getVolumes())
        .singleElement()
        .extracting(Volume::getEmptyDir)
        .isNotNull();
  }

  @Test
  void theSidecarsBuildersHaveTheDaemonsVolumeAtItsPlace() {
    List<VolumeMount> mounts = daemon(pod.getSpec().getInitContainers()).getVolumeMounts();

    assertThat(mounts)
        .singleElement()
        .extracting(VolumeMount::getMountPath)
        .isEqualTo(Pantry.FOLDER);
    for (Container builder : pod.getSpec().getContainers()) {
      assertThat(builder.getVolumeMounts()).isEqualTo(mounts);
      assertThat(variable(builder, "LARDER_ENDPOINT")).isEqualTo(Pantry.ENDPOINT);
    }
  }

  @Test
  void theSidecarsBuildersAreOtherUsersOfTheDaemonsGroup() {
    Container daemon = daemon(pod.getSpec().getInitContainers());
    Long group = pod.getSpec().getSecurityContext().getRunAsGroup();

    assertThat(pod.getSpec().getSecurityContext().getFsGroup()).isEqualTo(group);
    assertThat(variable(daemon, "LARDER_ALLOW_GID")).isEqualTo("" + group);
    assertThat(variable(daemon, "LARDER_SOCKET_MODE")).isEqualTo("0660");
    assertThat(pod.getSpec().getContainers())
        .extracting(builder -> builder.getSecurityContext().getRunAsUser())
        .doesNotContain(daemon.getSecurityContext().getRunAsUser())
        .doesNotHaveDuplicates();
  }

  @Test
  void theDaemonSetHasOneDaemonANodeInTheNodesFolder() {
    PodSpec spec = daemonSet.getSpec().getTemplate().getSpec();

    assertThat(daemonSet.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(daemonSet.getSpec().getSelector().getMatchLabels());
    assertThat(daemonSet.getSpec().getUpdateStrategy().getRollingUpdate().getMaxSurge().getIntVal())
        .as("two daemons never own one folder")
        .isZero();
    assertThat(spec.getVolumes())
        .singleElement()
        .extracting(volume -> volume.getHostPath().getPath())
        .isEqualTo(Pantry.FOLDER);
    assertThat(daemon(spec.getContainers()).getVolumeMounts())
        .singleElement()
        .extracting(VolumeMount::getMountPath)
        .isEqualTo(Pantry.FOLDER);
  }

  @Test
  void bothDaemonsAreProbedBoundedAndClosed() {
    for (PodSpec spec : List.of(pod.getSpec(), daemonSet.getSpec().getTemplate().getSpec())) {
      Container daemon =
          daemon(
              spec.getContainers().stream().anyMatch(one -> one.getImage().equals(DAEMON_IMAGE))
                  ? spec.getContainers()
                  : spec.getInitContainers());
      SecurityContext closed = daemon.getSecurityContext();

      assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(spec.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(closed.getReadOnlyRootFilesystem()).isTrue();
      assertThat(closed.getAllowPrivilegeEscalation()).isFalse();
      assertThat(closed.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(daemon.getStartupProbe()).isNotNull();
      assertThat(daemon.getReadinessProbe()).isNotNull();
      assertThat(daemon.getLivenessProbe()).isNotNull();
      assertThat(daemon.getResources().getRequests()).containsKeys("cpu", "memory");
      assertThat(daemon.getResources().getLimits()).containsKey("memory");
    }
  }

  private static Container daemon(List<Container> containers) {
    return containers.stream()
        .filter(container -> container.getImage().equals(DAEMON_IMAGE))
        .findFirst()
        .orElseThrow();
  }

  private static String variable(Container container, String name) {
    return container.getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}

import io.camunda.zeebe.client.ZeebeClient;
import io.camunda.zeebe.client.api.command.ClientStatusException;
import io.grpc.Status.Code;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The Java client against the gateway at argument 1: deploys argument 2, whose ids end in argument 3. */
public final class Client {
  public static void main(final String[] arguments) {
    final String file = arguments[1];
    final String run = arguments[2];
    try (final ZeebeClient client =
        ZeebeClient.newClientBuilder()
            .grpcAddress(URI.create("http://" + arguments[0]))
            .usePlaintext()
            .preferRestOverGrpc(false)
            .build()) {
      System.out.println("topology: gateway " + client.newTopologyRequest().send().join().getGatewayVersion());
      final var process =
          client.newDeployResourceCommand().addResourceFile(file).send().join().getProcesses().get(0);
      System.out.println("deploy: version " + process.getVersion());
      operate(client, run, process.getProcessDefinitionKey());
      work(client, run);
      client.newDeleteResourceCommand(process.getProcessDefinitionKey()).send().join();
      System.out.println("delete");
      try {
        client.newCreateInstanceCommand().bpmnProcessId("nowhere").latestVersion().send().join();
        throw new AssertionError("Expected 'nowhere' not to be found");
      } catch (final ClientStatusException error) {
        check(error.getStatusCode() == Code.NOT_FOUND, "NOT_FOUND", error.getStatusCode());
        System.out.println("error: not found");
      }
    }
  }

  private static void work(final ZeebeClient client, final String run) {
    final var poller =
        client
            .newWorker()
            .jobType("poll-" + run)
            .handler((jobs, job) -> jobs.newCompleteCommand(job).variable("polled", 1).send())
            .open();
    final var streamer =
        client
            .newWorker()
            .jobType("stream-" + run)
            .handler((jobs, job) -> jobs.newCompleteCommand(job).variable("streamed", 2).send())
            .streamEnabled(true)
            .open();
    final var results =
        IntStream.range(0, 3)
            .mapToObj(
                n ->
                    client
                        .newCreateInstanceCommand()
                        .bpmnProcessId("client-" + run)
                        .latestVersion()
                        .variables(Map.of("n", n))
                        .withResult()
                        .requestTimeout(Duration.ofSeconds(60))
                        .send())
            .toList();
    for (final var result : results) {
      final Object streamed = result.join().getVariablesAsMap().get("streamed");
      check(Integer.valueOf(2).equals(streamed), 2, streamed);
    }
    poller.close();
    streamer.close();
    System.out.println("start, work, stream, complete: 3 instances");
  }

  private static void operate(final ZeebeClient client, final String run, final long processKey) {
    final long key =
        client
            .newCreateInstanceCommand()
            .bpmnProcessId("client-" + run)
            .latestVersion()
            .startBeforeElement("streamed")
            .send()
            .join()
            .getProcessInstanceKey();
    client
        .newMigrateProcessInstanceCommand(key)
        .migrationPlan(processKey)
        .addMappingInstruction("streamed", "streamed")
        .send()
        .join();
    client.newModifyProcessInstanceCommand(key).activateElement("polled").send().join();
    final var job =
        client
            .newActivateJobsCommand()
            .jobType("poll-" + run)
            .maxJobsToActivate(1)
            .timeout(Duration.ofMinutes(1))
            .send()
            .join()
            .getJobs()
            .get(0);
    client.newUpdateTimeoutCommand(job).timeout(Duration.ofMinutes(2)).send().join();
    client.newCancelInstanceCommand(key).send().join();
    System.out.println("start at an element, migrate, modify, activate, extend, cancel");
    client.newPublishMessageCommand().messageName("m").correlationKey("k").send().join();
    client.newBroadcastSignalCommand().signalName("s").send().join();
    System.out.println("publish, broadcast");
  }

  private static void check(final boolean holds, final Object expected, final Object actual) {
    if (!holds) throw new AssertionError("Expected " + expected + ", but got " + actual);
  }
}

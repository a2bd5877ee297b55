// The Go client against the gateway at argument 1: deploys argument 2, whose process and job types end in argument 3.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/camunda/zeebe/clients/go/v8/pkg/entities"
	"github.com/camunda/zeebe/clients/go/v8/pkg/pb"
	"github.com/camunda/zeebe/clients/go/v8/pkg/worker"
	"github.com/camunda/zeebe/clients/go/v8/pkg/zbc"
)

func check(err error) {
	if err != nil {
		fmt.Println("FAILED", err)
		os.Exit(1)
	}
}

func complete(name string, value int) func(worker.JobClient, entities.Job) {
	return func(client worker.JobClient, job entities.Job) {
		command, err := client.NewCompleteJobCommand().JobKey(job.GetKey()).VariablesFromMap(map[string]interface{}{name: value})
		check(err)
		_, err = command.Send(context.Background())
		check(err)
	}
}

func main() {
	address, file, run := os.Args[1], os.Args[2], os.Args[3]
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	client, err := zbc.NewClient(&zbc.ClientConfig{GatewayAddress: address, UsePlaintextConnection: true})
	check(err)
	topology, err := client.NewTopologyCommand().Send(ctx)
	check(err)
	fmt.Println("topology: gateway", topology.GatewayVersion)
	deployed, err := client.NewDeployResourceCommand().AddResourceFile(file).Send(ctx)
	check(err)
	processKey := deployed.Deployments[0].GetProcess().ProcessDefinitionKey
	fmt.Println("deploy: version", deployed.Deployments[0].GetProcess().Version)

	poller := client.NewJobWorker().JobType("poll-" + run).Handler(complete("polled", 1)).Open()
	// The newest version that the module proxy has, 8.3.0, cannot stream yet.
	second := client.NewJobWorker().JobType("stream-" + run).Handler(complete("streamed", 2)).Open()
	for n := 0; n < 3; n++ {
		command, err := client.NewCreateInstanceCommand().BPMNProcessId("client-" + run).LatestVersion().VariablesFromMap(map[string]interface{}{"n": n})
		check(err)
		result, err := command.WithResult().Send(ctx)
		check(err)
		if !strings.Contains(result.Variables, `"streamed":2`) {
			check(fmt.Errorf("expected the variable of the streamed job, but got %s", result.Variables))
		}
	}
	fmt.Println("start, work, complete: 3 instances")
	poller.Close()
	second.Close()

	connection, err := grpc.Dial(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	check(err)
	defer connection.Close()
	created, err := client.NewCreateInstanceCommand().BPMNProcessId("client-" + run).LatestVersion().StartBeforeElement("streamed").Send(ctx)
	check(err)
	_, err = pb.NewGatewayClient(connection).ModifyProcessInstance(ctx, &pb.ModifyProcessInstanceRequest{
		ProcessInstanceKey:   created.ProcessInstanceKey,
		ActivateInstructions: []*pb.ModifyProcessInstanceRequest_ActivateInstruction{{ElementId: "polled"}},
	})
	check(err)
	_, err = client.NewCancelInstanceCommand().ProcessInstanceKey(created.ProcessInstanceKey).Send(ctx)
	check(err)
	fmt.Println("start at an element, modify, cancel")
	_, err = client.NewPublishMessageCommand().MessageName("m").CorrelationKey("k").Send(ctx)
	check(err)
	_, err = client.NewBroadcastSignalCommand().SignalName("s").Send(ctx)
	check(err)
	_, err = client.NewDeleteResourceCommand().ResourceKey(processKey).Send(ctx)
	check(err)
	fmt.Println("publish, broadcast, delete")
	_, err = client.NewCreateInstanceCommand().BPMNProcessId("nowhere").LatestVersion().Send(ctx)
	if err == nil || !strings.Contains(err.Error(), "NotFound") {
		check(fmt.Errorf("expected 'nowhere' not to be found, but got %v", err))
	}
	fmt.Println("error: not found")
}

"""pyzeebe against the gateway at argv[1]: deploys argv[2], whose process and job types end in argv[3]."""

import asyncio
import sys

from pyzeebe import ZeebeClient, ZeebeWorker, create_insecure_channel
from pyzeebe.errors import ProcessDefinitionNotFoundError


async def main(address: str, file: str, run: str) -> None:
    client = ZeebeClient(create_insecure_channel(grpc_address=address))
    topology = await client.topology()
    print(f"topology: gateway {topology.gateway_version}")
    deployed = await client.deploy_resource(file)
    print(f"deploy: version {deployed.deployments[0].version}")

    poller = ZeebeWorker(create_insecure_channel(grpc_address=address), name="python-poll", request_timeout=2000)
    streamer = ZeebeWorker(
        create_insecure_channel(grpc_address=address), name="python-stream", request_timeout=2000, stream_enabled=True
    )

    @poller.task(task_type=f"poll-{run}")
    async def polled(n: int) -> dict:
        return {"n": n + 1}

    @streamer.task(task_type=f"stream-{run}")
    async def streamed(n: int) -> dict:
        return {"streamed": n}

    tasks = [asyncio.create_task(worker.work()) for worker in (poller, streamer)]
    results = await asyncio.gather(
        *(client.run_process_with_result(f"client-{run}", {"n": n}, timeout=60000) for n in range(3))
    )
    given = sorted(result.variables["streamed"] for result in results)
    assert given == [1, 2, 3], f"Expected the results 1, 2 and 3, but got {given}"
    print("start, work, stream, complete: 3 instances")
    await poller.stop()
    await streamer.stop()
    await asyncio.gather(*tasks)

    started = await client.run_process(f"client-{run}", {"n": 0})
    await client.cancel_process_instance(started.process_instance_key)
    print("cancel")
    await client.publish_message("m", "k")
    await client.broadcast_signal("s")
    print("publish, broadcast")
    try:
        await client.run_process("nowhere")
        raise AssertionError("Expected 'nowhere' not to be found")
    except ProcessDefinitionNotFoundError:
        print("error: not found")


asyncio.run(main(*sys.argv[1:4]))

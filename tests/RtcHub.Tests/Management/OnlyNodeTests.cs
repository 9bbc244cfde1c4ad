using Microsoft.AspNetCore.Builder;

namespace RtcHub.Tests.Management;

/// <summary>What an operator can not do where there is one node, or while the others can't be reached.</summary>
public sealed class OnlyNodeTests
{
    [Fact]
    public async Task It_is_not_drained_for_nobody_would_take_its_clients()
    {
        await using var hub = await TestHub.StartAsync(map: app => app.MapRtcHubManagement());
        using var client = new ManagementClient(new UriBuilder(hub.NodeUrl) { Scheme = "http" }.Uri);

        (await client.SendAsync(HttpMethod.Post, "drain")).Status.Should().Be(409);
        (await client.SendAsync(HttpMethod.Post, "nodes/local/drain")).Status.Should().Be(409);
        (await client.SendAsync(HttpMethod.Post, "nodes/a-node-that-is-no-more/drain")).Status.Should().Be(404);

        (await client.GetAsync("nodes")).GetProperty("nodes")[0].GetProperty("draining").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public void Mapping_without_adding_names_the_missing_call()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var map = () => app.MapRtcHubManagement();

        map.Should().Throw<InvalidOperationException>().WithMessage("*AddRtcHub()*");
    }

    [Fact]
    public async Task A_lock_ends_when_its_time_is_over()
    {
        await using var hub = await TestHub.StartAsync(options => options.SubscribeTimeout = TimeSpan.FromHours(1), map: app => app.MapRtcHubManagement());
        using var client = new ManagementClient(new UriBuilder(hub.NodeUrl) { Scheme = "http" }.Uri);
        var ada = await hub.ConnectAsync();
        await client.SendAsync(HttpMethod.Put, "topic/lock?topic=tea&seconds=60");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_locked");

        hub.Time.Advance(TimeSpan.FromSeconds(59));
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_locked");
        hub.Time.Advance(TimeSpan.FromSeconds(1));

        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
    }
}

namespace RtcHub.Packages.Tests;

[Collection(nameof(Packed))]
public class TemplateTests(Packed packed)
{
    [Fact]
    public async Task A_new_application_serves_the_page_and_its_calls()
    {
        var app = new EmptyApp(packed, "templates/README.md");
        await app.CreateAsync(("DOTNET_CLI_HOME", packed.EmptyFolder())); // where templates are installed
        var url = EmptyApp.FreeUrl();
        using var program = await app.StartAsync(url);

        using var http = new HttpClient();
        (await http.GetStringAsync(url)).Should().Be(Repository.Read("samples/SmallestHost/wwwroot/index.html"));
        (await http.GetStringAsync($"{url}/rtchub.js")).Should().Be(Repository.Read("src/RtcHub.Server/wwwroot/rtchub.js"));
        var client = await packed.Client;
        using var ada = client.Join(url, "Ada");
        using var bob = client.Join(url, "Bob");
        await ada.SaysAsync("Bob says hello");
        await bob.SaysAsync("Ada says hello");
    }
}

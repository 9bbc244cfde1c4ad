namespace RtcHub.Packages.Tests;

[Collection(nameof(Packed))]
public class TemplateTests(Packed packed)
{
    [Fact]
    public async Task A_new_application_serves_the_page_and_its_calls()
    {
        var app = new EmptyApp(packed, "templates/README.md");
        await app.CreateAsync(("DOTNET_CLI_HOME", packed.EmptyFolder())); // where templates are installed
        var (program, url) = await app.StartAsync();
        using (program)
        {
            using var http = new HttpClient();
            (await http.GetStringAsync(url)).Should().Be(Repository.Read("samples/SmallestHost/wwwroot/index.html"));
            (await http.GetStringAsync($"{url}/rtchub.js")).Should().Be(Repository.Read("src/RtcHub.Server/wwwroot/rtchub.js"));
            await (await packed.Client).MeetAsync(url, url);
        }
    }
}

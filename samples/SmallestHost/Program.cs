var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRtcHub();

var app = builder.Build();
app.UseFileServer();
app.MapRtcHub("/rtc");
app.Run();

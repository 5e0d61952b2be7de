// `npm run doctor`: this machine. `npm run doctor -- whatsapp`: the connection to WhatsApp.
if (process.argv[2] === 'whatsapp') await import('./doctor-whatsapp.ts');
else await import('../engines/doctor.ts');

export {};
